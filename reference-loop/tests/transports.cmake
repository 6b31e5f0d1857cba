# The tests of transports, servers, socket operations and subprocesses. Paths are relative to the reference-loop folder.
include_guard(DIRECTORY)

loopcheck_test(reference_loop_transport_tests
  SOURCES
    tests/transports_fixture.cpp
    tests/transports_children_test.cpp
    tests/transports_datagram_test.cpp
    tests/transports_parts_test.cpp
    tests/transports_pipe_test.cpp
    tests/transports_sendfile_test.cpp
    tests/transports_server_test.cpp
    tests/transports_sock_test.cpp
    tests/transports_stream_test.cpp
    tests/transports_subprocess_test.cpp
    tests/transports_unix_socket_test.cpp
  LINKS reference_loop)
