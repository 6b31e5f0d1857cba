# What `cmake --install` puts where, and the packages that CPack makes of it.
#
# Component `library`: the reference loop, for find_package(loopcheck) and loopcheck::reference_loop.
# Component `program`: bin/loopcheck and bin/loopcheck_gtest, and beside them
#   libexec/loopcheck   the programs that it starts
#   share/loopcheck     its rules and cases, the manifests of the subjects and the Python adapter
# The program finds these from where it is itself, so that the whole can be moved.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# The library. Both include folders become one: of the system's versions of a header there is one here.
set(loopcheck_headers ${CMAKE_INSTALL_INCLUDEDIR}/loopcheck)
set(loopcheck_config ${CMAKE_INSTALL_LIBDIR}/cmake/loopcheck)
get_target_property(reference_loop_includes reference_loop INTERFACE_INCLUDE_DIRECTORIES)
set_target_properties(reference_loop PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "")
foreach(folder ${reference_loop_includes})
  target_include_directories(reference_loop INTERFACE $<BUILD_INTERFACE:${folder}>)
  install(DIRECTORY ${folder}/asyncio DESTINATION ${loopcheck_headers} COMPONENT library FILES_MATCHING PATTERN "*.hpp")
endforeach()
target_include_directories(reference_loop INTERFACE $<INSTALL_INTERFACE:${loopcheck_headers}>)
set_target_properties(reference_loop PROPERTIES OUTPUT_NAME loopcheck_reference_loop)
install(TARGETS reference_loop EXPORT loopcheckTargets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library)
install(EXPORT loopcheckTargets NAMESPACE loopcheck:: DESTINATION ${loopcheck_config} COMPONENT library)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/loopcheckConfig.cmake.in
                              ${CMAKE_CURRENT_BINARY_DIR}/loopcheckConfig.cmake INSTALL_DESTINATION ${loopcheck_config})
# Before 1.0 a minor version may change what it likes.
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/loopcheckConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/loopcheckConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/loopcheckConfigVersion.cmake
        DESTINATION ${loopcheck_config} COMPONENT library)

# The program and what it starts.
set(loopcheck_data ${CMAKE_INSTALL_DATADIR}/loopcheck)
set(called loopcheck)
if(TARGET loopcheck_gtest)
  list(APPEND called loopcheck_gtest)
endif()
install(TARGETS ${called} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
set(started loopcheck-child reference-subject)
foreach(sometimes loopcheck-job reference-subject-simulated-macos)
  if(TARGET ${sometimes})
    list(APPEND started ${sometimes})
  endif()
endforeach()
install(TARGETS ${started} RUNTIME DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/loopcheck COMPONENT program)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/cases DESTINATION ${loopcheck_data} COMPONENT program)
# The Windows build under Wine is reached through the sources and their build folders; it is not installed.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/subjects/manifests DESTINATION ${loopcheck_data}/subjects COMPONENT program
        PATTERN "reference-windows*" EXCLUDE)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/subjects/expectations DESTINATION ${loopcheck_data}/subjects COMPONENT program)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/subjects/python ${PROJECT_SOURCE_DIR}/subjects/pyodide DESTINATION ${loopcheck_data}/subjects COMPONENT program
        PATTERN "tests" EXCLUDE PATTERN "__pycache__" EXCLUDE)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/README.md
        DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)

# Packages: cpack in the build folder.
set(CPACK_PACKAGE_VENDOR "The loopcheck project")
set(CPACK_PACKAGE_CONTACT "loopcheck maintainers <maintainers@loopcheck.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_THREADS 2)
if(WIN32)
  set(CPACK_GENERATOR ZIP)
else()
  set(CPACK_GENERATOR DEB TGZ ZIP)
endif()
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS python3)
include(CPack)

# The sanitizers' runtime is no part of any package.
find_program(LOOPCHECK_DPKG_DEB dpkg-deb)
if(BUILD_TESTING AND CMAKE_SYSTEM_NAME STREQUAL "Linux" AND LOOPCHECK_DPKG_DEB AND NOT LOOPCHECK_SANITIZE)
  add_test(NAME install COMMAND ${PROJECT_SOURCE_DIR}/scripts/check-install ${CMAKE_BINARY_DIR})
  set_tests_properties(install PROPERTIES LABELS install TIMEOUT 600)
endif()
