# Transports, servers, socket operations and subprocesses. Paths are relative to the reference-loop folder.
set(transports_sources
  src/transports/flow_control.cpp
  src/transports/subprocess_arguments.cpp)

# Every Unix.
list(APPEND transports_sources
  src/unix/address.cpp
  src/unix/address_lookup.cpp
  src/unix/child_watcher.cpp
  src/unix/child_watcher_thread.cpp
  src/unix/datagram.cpp
  src/unix/datagram_loop.cpp
  src/unix/descriptor.cpp
  src/unix/descriptor_transport.cpp
  src/unix/pipe.cpp
  src/unix/pipe_signal.cpp
  src/unix/sendfile.cpp
  src/unix/server.cpp
  src/unix/server_loop.cpp
  src/unix/sock_operations.cpp
  src/unix/sock_operations_loop.cpp
  src/unix/socket.cpp
  src/unix/spawn.cpp
  src/unix/spawn_attributes.cpp
  src/unix/stream.cpp
  src/unix/stream_loop.cpp
  src/unix/subprocess.cpp
  src/unix/subprocess_loop.cpp)

# Where one system differs from another.
list(APPEND transports_sources
  src/linux/child_watcher_pidfd.cpp
  src/unix/sendfile_system_linux.cpp
  src/unix/socket_atomic.cpp)

# At the end of the folder's CMakeLists.txt, when the library is there to be linked.
cmake_language(DEFER CALL include ${CMAKE_CURRENT_SOURCE_DIR}/tests/transports.cmake)
