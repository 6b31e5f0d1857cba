// Sockets directly, and files sent over them.
#include <memory>
#include <vector>

#include "bytes.hpp"
#include "outcome.hpp"
#include "vocabulary.hpp"

namespace reference_subject {
namespace {

constexpr std::size_t usual_maximum = 65536;

std::size_t maximum(const Call& call) {
  return call.step.size("max", usual_maximum);
}

std::shared_ptr<Task> sock_recv(const Call& call) {
  return std::make_shared<Task>(call.loop().sock_recv(call.end()->descriptor(), maximum(call)),
                                [](const std::vector<std::byte>& data) { return data_value(data); });
}

std::shared_ptr<Task> sock_recv_into(const Call& call) {
  const auto buffer = std::make_shared<std::vector<std::byte>>(maximum(call));
  return std::make_shared<Task>(
      call.loop().sock_recv_into(call.end()->descriptor(), *buffer),
      [buffer](std::size_t size) { return data_value(std::span(*buffer).first(size)); });
}

std::shared_ptr<Task> sock_recvfrom(const Call& call) {
  return std::make_shared<Task>(call.loop().sock_recvfrom(call.end()->descriptor(), maximum(call)),
                                [](const asyncio::Datagram& datagram) { return data_value(datagram.data); });
}

std::shared_ptr<Task> sock_recvfrom_into(const Call& call) {
  const auto buffer = std::make_shared<std::vector<std::byte>>(maximum(call));
  return std::make_shared<Task>(call.loop().sock_recvfrom_into(call.end()->descriptor(), *buffer),
                                [buffer](const std::pair<std::size_t, asyncio::Address>& received) {
                                  return data_value(std::span(*buffer).first(received.first));
                                });
}

std::shared_ptr<Task> sock_sendall(const Call& call) {
  return std::make_shared<Task>(
      call.loop().sock_sendall(call.end()->descriptor(), to_bytes(call.step.data("data"))),
      [] { return Json(nullptr); });
}

std::shared_ptr<Task> sock_sendto(const Call& call) {
  const asyncio::Address to = call.scenario.names().address(call.step.text("to"));
  return std::make_shared<Task>(
      call.loop().sock_sendto(call.end()->descriptor(), to_bytes(call.step.data("data")), to),
      [](std::size_t size) { return Json(size); });
}

std::shared_ptr<Task> sock_connect(const Call& call) {
  asyncio::Address to = call.scenario.names().address(call.step.text("to"));
  if (call.step.text("by", "address") == "name") {
    if (auto* internet = std::get_if<asyncio::InternetAddress>(&to)) {
      internet->host = "localhost";
    } else {
      throw Unsupported("only an internet address has a host name");
    }
  }
  return std::make_shared<Task>(call.loop().sock_connect(call.end()->descriptor(), std::move(to)),
                                [] { return Json(nullptr); });
}

std::shared_ptr<Task> sock_accept(const Call& call) {
  Names& names = call.scenario.names();
  return std::make_shared<Task>(
      call.loop().sock_accept(call.end()->descriptor()),
      [&names, id = call.step.id()](const std::pair<FileDescriptor, asyncio::Address>& accepted) -> Json {
        const auto end = std::make_shared<End>(accepted.first);
        names.give(id, nullptr, [&](Product& product) { product.ends.insert_or_assign("server", end); });
        return nullptr;
      });
}

struct FileRange {
  explicit FileRange(const Call& call)
      : file(call.end("file")->descriptor()),
        offset(call.step.size("offset", 0)),
        fallback(call.step.flag("fallback", true)) {
    if (!call.step.raw("count").is_null()) {
      count = call.step.size("count", 0);
      if (count == 0) {
        throw Unsupported("a count of 0 means \"to the end\" in C++");
      }
    }
  }
  FileDescriptor file;
  std::size_t offset;
  std::size_t count = 0;
  bool fallback;
};

std::shared_ptr<Task> sock_sendfile(const Call& call) {
  const FileRange range(call);
  return std::make_shared<Task>(call.loop().sock_sendfile(call.end()->descriptor(), range.file, range.offset,
                                                          range.count, range.fallback),
                                [](std::size_t size) { return Json(size); });
}

std::shared_ptr<Task> sendfile(const Call& call) {
  const FileRange range(call);
  const auto transport =
      std::dynamic_pointer_cast<asyncio::Transport>(call.scenario.names().transport(call.step.text("on")));
  if (transport == nullptr) {
    throw Unsupported("sendfile() takes the transport of a socket: the compiler would refuse any other");
  }
  return std::make_shared<Task>(
      call.loop().sendfile(transport, range.file, range.offset, range.count, range.fallback),
      [](std::size_t size) { return Json(size); });
}

}  // namespace

StepTable socket_steps() {
  return {{"sock_recv", &sock_recv},         {"sock_recv_into", &sock_recv_into},
          {"sock_recvfrom", &sock_recvfrom}, {"sock_recvfrom_into", &sock_recvfrom_into},
          {"sock_sendall", &sock_sendall},   {"sock_sendto", &sock_sendto},
          {"sock_connect", &sock_connect},   {"sock_accept", &sock_accept},
          {"sock_sendfile", &sock_sendfile}, {"sendfile", &sendfile}};
}

}  // namespace reference_subject
