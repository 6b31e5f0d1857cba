# One interface target that carries the language level, the warnings and the sanitizers of all our code.
add_library(loopcheck_options INTERFACE)
target_compile_features(loopcheck_options INTERFACE cxx_std_20)
set(CMAKE_CXX_EXTENSIONS OFF)
if(MSVC)
  # Also clang-cl, which reads the same flags.
  target_compile_options(loopcheck_options INTERFACE /W4 /WX /permissive- /utf-8 /Zc:__cplusplus /Zc:preprocessor)
else()
  target_compile_options(loopcheck_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Werror)
endif()
if(MSVC)
  # Standard C and POSIX functions are no less safe there than elsewhere.
  target_compile_definitions(loopcheck_options INTERFACE _CRT_SECURE_NO_WARNINGS _CRT_NONSTDC_NO_WARNINGS)
endif()
if(WIN32)
  # Windows 10 and later; its headers without the macros min and max, and without what nobody here uses.
  target_compile_definitions(loopcheck_options INTERFACE _WIN32_WINNT=0x0A00 WIN32_LEAN_AND_MEAN NOMINMAX UNICODE _UNICODE)
endif()
# Debian's nlohmann_json and fmt trip false positives of g++ 12 when they are inlined into our files at -O2 and above.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(loopcheck_options INTERFACE -Wno-restrict)
  # So does a std::optional of a std::variant at -O1, where nothing is uninitialized.
  target_compile_options(loopcheck_options INTERFACE -Wno-maybe-uninitialized)
endif()

set(LOOPCHECK_SANITIZE "" CACHE STRING "Sanitizers for all targets, as given to -fsanitize=")
if(LOOPCHECK_SANITIZE)
  target_compile_options(loopcheck_options INTERFACE -fsanitize=${LOOPCHECK_SANITIZE} -fno-sanitize-recover=all
                                                     -fno-omit-frame-pointer)
  target_link_options(loopcheck_options INTERFACE -fsanitize=${LOOPCHECK_SANITIZE})
endif()

find_program(LOOPCHECK_CCACHE ccache)
if(LOOPCHECK_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${LOOPCHECK_CCACHE_ENVIRONMENT} ${LOOPCHECK_CCACHE})
endif()
