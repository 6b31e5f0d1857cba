# The tests of the reference loop. Paths are relative to the reference-loop folder.
set(test_system tests/system.cpp tests/${system_folder}/system.cpp)
set(loop_tests
  tests/future_test.cpp
  tests/loop_callbacks_test.cpp
  tests/loop_descriptors_test.cpp
  tests/loop_threads_test.cpp
  tests/loop_timers_test.cpp
  tests/parts_test.cpp
  tests/selector_test.cpp)
set(transport_tests
  tests/transports_datagram_test.cpp
  tests/transports_parts_test.cpp
  tests/transports_sendfile_test.cpp
  tests/transports_server_test.cpp
  tests/transports_sock_test.cpp
  tests/transports_stream_test.cpp)
if(WIN32)
  list(APPEND loop_tests
    tests/windows/clock_test.cpp
    tests/windows/exceptions_test.cpp
    tests/windows/select_limit_test.cpp
    tests/windows/selector_test.cpp)
  list(APPEND transport_tests
    tests/windows/transports_sockets_test.cpp)
else()
  list(APPEND loop_tests
    tests/loop_signals_test.cpp
    tests/unix/loop_descriptors_test.cpp
    tests/unix/parts_test.cpp
    tests/unix/selector_test.cpp)
  list(APPEND transport_tests
    tests/transports_children_test.cpp
    tests/transports_pipe_test.cpp
    tests/transports_subprocess_test.cpp
    tests/transports_unix_parts_test.cpp
    tests/transports_unix_socket_test.cpp
    tests/unix/processes.cpp
    tests/unix/transports_sockets_test.cpp)
endif()
if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
  list(APPEND loop_tests tests/linux/selector_test.cpp)
  list(APPEND transport_tests tests/linux/transports_subprocess_test.cpp)
endif()

# The loops that tests are run over, and what they ask of the operating system.
set(support_sources tests/loop_kind.cpp tests/transports_fixture.cpp)
if(WIN32)
  list(APPEND support_sources tests/windows/platform.cpp tests/windows/proactor.cpp)
else()
  list(APPEND support_sources tests/unix/platform.cpp tests/unix/poll_proactor.cpp tests/unix/proactor.cpp
                              ${proactor_sources})
endif()
if(BUILD_TESTING)
  add_library(reference_loop_test_support STATIC ${support_sources})
  target_include_directories(reference_loop_test_support
    PUBLIC ${CMAKE_CURRENT_SOURCE_DIR}/src ${CMAKE_CURRENT_SOURCE_DIR}/tests)
  target_link_libraries(reference_loop_test_support PUBLIC reference_loop GTest::gtest PRIVATE loopcheck_options)
endif()

loopcheck_test(reference_loop_tests SOURCES ${loop_tests} ${test_system} LINKS reference_loop_test_support)
loopcheck_test(reference_loop_transport_tests SOURCES ${transport_tests} ${test_system} LINKS reference_loop_test_support)

# What FreeBSD has in place of posix_spawn(), under the tests of starting a program: start_program.cpp of here is linked
# before the library's, which stays out. The tests are compiled once.
if(BUILD_TESTING AND CMAKE_SYSTEM_NAME STREQUAL "Linux")
  set(starting "/tests/((linux/)?transports_(subprocess|children)_test|transports_fixture|system|unix/(system|processes))[.]cpp")
  loopcheck_test(reference_loop_fork_tests
    SOURCES $<FILTER:$<TARGET_OBJECTS:reference_loop_transport_tests>,INCLUDE,${starting}>
            src/freebsd/start_program.cpp src/unix/start_by_fork.cpp
    LINKS reference_loop_test_support)
endif()

set(proactor_tests
  tests/proactor_operations_test.cpp
  tests/proactor_perturbed_test.cpp
  tests/proactor_scenarios.cpp)
if(WIN32)
  list(APPEND proactor_tests tests/windows/proactor_test.cpp)
endif()
loopcheck_test(reference_loop_proactor_tests SOURCES ${proactor_tests} ${test_system}
  LINKS reference_loop_test_support)

# A program of its own, since it replaces operator new.
loopcheck_test(reference_loop_allocation_tests
  SOURCES tests/allocation_counter.cpp tests/allocation_test.cpp ${test_system}
  LINKS reference_loop_test_support)

# Where kqueue is the real one; on Linux they are built over a simulation.
if(NOT WIN32 AND NOT CMAKE_SYSTEM_NAME STREQUAL "Linux")
  loopcheck_test(kqueue_selector_tests
    SOURCES tests/bsd/kqueue_selector_test.cpp tests/bsd/refused_queue_test.cpp ${test_system} LINKS reference_loop_test_support)
endif()

# Subprocesses, with the helper of subprocess cases as their program.
set(process_tests
  tests/child_programs_test.cpp
  tests/quoting_test.cpp
  tests/${system_folder}/process_system.cpp)
if(WIN32)
  list(APPEND process_tests
    tests/windows/command_line_test.cpp
    tests/windows/spawn_test.cpp
    tests/windows/subprocess_test.cpp)
else()
  list(APPEND process_tests src/windows/quoting.cpp)  # pure, so it is tested everywhere
endif()
loopcheck_test(reference_loop_process_tests SOURCES ${process_tests} LINKS reference_loop_test_support)
if(BUILD_TESTING)
  target_compile_definitions(reference_loop_process_tests PRIVATE LOOPCHECK_CHILD="$<TARGET_FILE:loopcheck-child>")
  add_dependencies(reference_loop_process_tests loopcheck-child)
  if(WIN32)
    target_link_libraries(reference_loop_process_tests PRIVATE shell32)
  endif()
endif()
