# loopcheck_test(NAME SOURCES ... [LINKS ...] [ENVIRONMENT ...])
#
# A GoogleTest executable, one CTest test for each TEST in it; the name is their label.
include(GoogleTest)
function(loopcheck_test name)
  if(NOT BUILD_TESTING)
    return()
  endif()
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS;ENVIRONMENT")
  add_executable(${name} ${arg_SOURCES})
  target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/tests ${CMAKE_CURRENT_SOURCE_DIR}/src)
  target_link_libraries(${name} PRIVATE ${arg_LINKS} GTest::gtest_main loopcheck_options)
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST PROPERTIES LABELS ${name} TIMEOUT 120 ENVIRONMENT "${arg_ENVIRONMENT}")
endfunction()
