# Cross builds with zig's C++ compiler (scripts/install-zig). The files zig-*.cmake beside this one set
# LOOPCHECK_ZIG_TARGET and include it.
set(zig_bin ${CMAKE_CURRENT_LIST_DIR}/../../build/zig/bin)
if(NOT EXISTS ${zig_bin}/${LOOPCHECK_ZIG_TARGET}-clang++)
  message(FATAL_ERROR "zig is missing: run scripts/install-zig")
endif()
set(CMAKE_C_COMPILER ${zig_bin}/${LOOPCHECK_ZIG_TARGET}-clang)
set(CMAKE_CXX_COMPILER ${zig_bin}/${LOOPCHECK_ZIG_TARGET}-clang++)
set(CMAKE_AR ${zig_bin}/ar)
set(CMAKE_RANLIB ${zig_bin}/ranlib)
# The compiler is a script of a few lines: its text tells one version from another, its date says nothing.
set(LOOPCHECK_CCACHE_ENVIRONMENT ${CMAKE_COMMAND} -E env CCACHE_COMPILERCHECK=content)
# zig brings libc++'s headers as ordinary ones, and they are not written for this warning.
set(CMAKE_CXX_FLAGS_INIT "-Wno-nullability-completeness")

# Nothing of this machine's own libraries; header-only packages come through LoopcheckCrossPackages.
set(CMAKE_FIND_ROOT_PATH ${zig_bin}/none)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
