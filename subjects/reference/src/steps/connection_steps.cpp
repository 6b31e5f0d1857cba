// TCP and UDP: servers, connections and datagram endpoints.
#include <limits>

#include "outcome.hpp"
#include "product_tasks.hpp"
#include "recording_protocols.hpp"
#include "vocabulary.hpp"

namespace reference_subject {
namespace {

constexpr const char* loopback = "127.0.0.1";

std::uint16_t port_number(const Step& step, std::string_view parameter, const Json& value) {
  if (!value.is_number_integer() || value < 0 || value > std::numeric_limits<std::uint16_t>::max()) {
    step.refuse(parameter, "a port number");
  }
  return value.get<std::uint16_t>();
}

std::uint16_t port_number(const Step& step) {
  return step.raw("port").is_null() ? std::uint16_t{0} : port_number(step, "port", step.raw("port"));
}

Json port_value(const asyncio::Address& address) {
  const auto* internet = std::get_if<asyncio::InternetAddress>(&address);
  return {{"port", internet == nullptr ? Json(nullptr) : Json(internet->port)}};
}

std::shared_ptr<End> given_socket(const Call& call) {
  return call.step.raw("sock").is_null() ? nullptr : call.end("sock");
}

template <class Options>
void set_socket(Options& options, const std::shared_ptr<End>& socket) {
  if (socket != nullptr) {
    options.socket = socket->descriptor();
  }
}

asyncio::InternetAddress address_of_step(const Call& call, const std::string& step) {
  const asyncio::Address address = call.scenario.names().address(step);
  if (const auto* internet = std::get_if<asyncio::InternetAddress>(&address)) {
    return *internet;
  }
  throw NotRun("'" + step + "' has no internet address");
}

std::shared_ptr<Task> create_server(const Call& call) {
  asyncio::ServerOptions options;
  const std::shared_ptr<End> socket = given_socket(call);
  set_socket(options, socket);
  if (call.step.has("host")) {
    options.host = call.step.optional_text("host");
  } else if (socket == nullptr) {
    options.host = loopback;
  }
  options.port = port_number(call.step);
  if (call.step.has("at")) {
    const asyncio::InternetAddress at = address_of_step(call, call.step.text("at"));
    options.host = at.host;
    options.port = at.port;
  }
  options.reuse_address = call.step.optional_flag("reuse_address");
  options.reuse_port = call.step.optional_flag("reuse_port");
  options.start_serving = call.step.flag("start_serving", true);
  return product_task<asyncio::Server>(
      call, &Product::server, socket,
      [&] { return call.loop().create_server(stream_protocols(call), std::move(options)); },
      [](asyncio::Server& server) -> Json {
        const std::vector<asyncio::Address> addresses = server.addresses();
        return port_value(addresses.empty() ? asyncio::Address{} : addresses.front());
      });
}

std::shared_ptr<Task> create_connection(const Call& call) {
  asyncio::ConnectionOptions options;
  const std::shared_ptr<End> socket = given_socket(call);
  set_socket(options, socket);
  if (call.step.has("to")) {
    const asyncio::InternetAddress to = address_of_step(call, call.step.text("to"));
    options.host = to.host;
    options.port = to.port;
  }
  if (call.step.has("host")) {
    options.host = call.step.optional_text("host");
  }
  if (call.step.has("port")) {
    options.port = port_number(call.step);
  }
  return product_task<asyncio::Transport>(call, &Product::transport, socket, [&] {
    return call.loop().create_connection(stream_protocols(call), std::move(options));
  });
}

// [host, port], null, or a step whose address is meant.
std::optional<asyncio::InternetAddress> internet_address(const Call& call, std::string_view parameter) {
  const Json& given = call.step.raw(parameter);
  if (given.is_null()) {
    return std::nullopt;
  }
  if (given.is_string()) {
    return address_of_step(call, given.get<std::string>());
  }
  if (!given.is_array() || given.size() != 2 || !given[0].is_string()) {
    call.step.refuse(parameter, "null, a step or [host, port]");
  }
  const auto host = given[0].get<std::string>();
  return asyncio::InternetAddress{host, port_number(call.step, parameter, given[1]),
                                  host.find(':') != std::string::npos};
}

asyncio::AddressFamily family_of(const Step& step) {
  const std::string family = step.text("family", "");
  if (family.empty()) {
    return asyncio::AddressFamily::unspecified;
  }
  if (family != "inet" && family != "inet6") {
    throw Unsupported("there is no address family '" + family + "' for datagrams");
  }
  return family == "inet" ? asyncio::AddressFamily::inet : asyncio::AddressFamily::inet6;
}

std::shared_ptr<Task> create_datagram_endpoint(const Call& call) {
  asyncio::DatagramOptions options;
  options.local = internet_address(call, "local");
  options.remote = internet_address(call, "remote");
  options.family = family_of(call.step);
  options.reuse_port = call.step.optional_flag("reuse_port");
  options.reuse_address = call.step.optional_flag("reuse_address");
  return product_task<asyncio::DatagramTransport>(
      call, &Product::transport, nullptr,
      [&] { return call.loop().create_datagram_endpoint(datagram_protocols(call), std::move(options)); },
      [](asyncio::DatagramTransport& transport) -> Json { return port_value(transport.local_address()); });
}

std::shared_ptr<Task> server(const Call& call) {
  const std::shared_ptr<asyncio::Server> server = call.scenario.names().server(call.step.text("on"));
  const std::string method = call.step.text("call");
  if (method == "close") {
    server->close();
    return std::make_shared<Task>(Json(nullptr));
  }
  if (method == "is_serving") {
    return std::make_shared<Task>(Json(server->is_serving()));
  }
  if (method == "wait_closed") {
    return std::make_shared<Task>(call.loop().wait_closed(server), [] { return Json(nullptr); });
  }
  if (method == "start_serving") {
    return std::make_shared<Task>(call.loop().start_serving(server), [] { return Json(nullptr); });
  }
  throw Unsupported("this adapter knows no method '" + method + "' of a server");
}

}  // namespace

StepTable connection_steps() {
  return {{"create_server", &create_server},
          {"create_connection", &create_connection},
          {"create_datagram_endpoint", &create_datagram_endpoint},
          {"server", &server}};
}

}  // namespace reference_subject
