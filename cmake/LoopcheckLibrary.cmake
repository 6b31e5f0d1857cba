# loopcheck_library(NAME SOURCES ... [LINKS ...])
#
# A static library whose public headers are in `include/` beside its sources and whose private ones are in `src/`.
# Only what LINKS names can be included: a missing link is a missing include path, so that the targets themselves
# keep the direction of the design.
function(loopcheck_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS")
  add_library(${name} STATIC ${arg_SOURCES})
  target_include_directories(${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR}/include
                                     PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/src)
  target_link_libraries(${name} PUBLIC ${arg_LINKS} PRIVATE $<BUILD_INTERFACE:loopcheck_options>)
  target_compile_features(${name} PUBLIC cxx_std_20)
endfunction()
