// What an application implements to hear from a transport. All methods are called by the loop, on its thread.
// connection_made() is the first and connection_lost() the last of them, and each is called once. The bytes
// that a method is given are valid until it returns. What a method throws goes to the loop's exception
// handler; from data_received() and eof_received() of a socket it closes the connection too.
// https://docs.python.org/3/library/asyncio-protocol.html#protocols
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <span>

#include "asyncio/address.hpp"

namespace asyncio {

class BaseTransport;
class Transport;

using Bytes = std::span<const std::byte>;

class BaseProtocol {
 public:
  virtual ~BaseProtocol() = default;
  virtual void connection_made(std::shared_ptr<BaseTransport> /*transport*/) {}
  // `error` is null after a regular end of file, close() or abort().
  virtual void connection_lost(std::exception_ptr /*error*/) {}
  virtual void pause_writing() {}
  virtual void resume_writing() {}
};

// Streams: TCP, Unix sockets, pipes.
class Protocol : public BaseProtocol {
 public:
  virtual void data_received(Bytes /*data*/) {}
  // True keeps the transport open for writing; false lets it close itself.
  virtual bool eof_received() { return false; }
};

class DatagramProtocol : public BaseProtocol {
 public:
  virtual void datagram_received(Bytes /*data*/, const Address& /*from*/) {}
  virtual void error_received(std::exception_ptr /*error*/) {}
};

// connection_lost() follows process_exited() and the loss of every pipe. pause_writing() and resume_writing()
// speak of the pipe to the child's standard input.
class SubprocessProtocol : public BaseProtocol {
 public:
  virtual void pipe_data_received(int /*fd*/, Bytes /*data*/) {}
  virtual void pipe_connection_lost(int /*fd*/, std::exception_ptr /*error*/) {}
  virtual void process_exited() {}
};

template <class P>
using Factory = std::function<std::shared_ptr<P>()>;

}  // namespace asyncio
