# macOS 11 and later on arm64.
set(CMAKE_SYSTEM_NAME Darwin)
set(CMAKE_SYSTEM_PROCESSOR arm64)
set(LOOPCHECK_ZIG_TARGET aarch64-macos.11.0)
set(CMAKE_OSX_SYSROOT "" CACHE STRING "zig has its own")
# No such tool is needed: nothing shared is built.
set(CMAKE_INSTALL_NAME_TOOL /bin/false)
include(${CMAKE_CURRENT_LIST_DIR}/zig.cmake)
