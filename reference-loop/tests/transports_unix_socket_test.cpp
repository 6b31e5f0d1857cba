// create_unix_server() and create_unix_connection().
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "transports_connection_fixture.hpp"
#include "unix/processes.hpp"

namespace asyncio::testing {
namespace {

using net::OwnedDescriptor;

class UnixSocketTest : public ConnectionTest {
 protected:
  std::shared_ptr<Server> serve_at(const std::string& path, bool cleanup = true) {
    UnixServerOptions options;
    options.path = path;
    options.cleanup_socket = cleanup;
    return wait(loop_->create_unix_server(accepting(), options));
  }
  std::shared_ptr<StreamProtocol> connect_to(const std::string& path) {
    auto client = protocol("c.");
    UnixConnectionOptions options;
    options.path = path;
    wait(loop_->create_unix_connection(give(client), options));
    return client;
  }
  // Talks over the path, to show that it works.
  void exchange(const std::string& path) {
    accepted = nullptr;
    const auto client = connect_to(path);
    client->transport->write(as_bytes("hello"));
    run_until([&] { return accepted != nullptr && accepted->received == "hello"; });
    client->transport->close();
    run_until([&] { return accepted->lost; });
  }
  static OwnedDescriptor bound_socket(const std::string& path) {
    OwnedDescriptor socket = net::open_socket(AF_UNIX, SOCK_STREAM);
    const auto address = net::unix_socket_address(path);
    EXPECT_EQ(0, ::bind(socket.get(), address.data(), address.length()));
    return socket;
  }

  ScratchFolder folder;
};

TEST_P(UnixSocketTest, ServesAtAPathAndRemovesItAtClose) {
  const std::string path = folder.path("socket");
  const auto server = serve_at(path);
  EXPECT_TRUE(server->addresses().at(0) == Address(UnixAddress{path}));
  exchange(path);
  EXPECT_TRUE(file_exists(path));
  server->close();
  EXPECT_FALSE(file_exists(path));
  EXPECT_EQ("FileNotFoundError", failure([&] {
              UnixConnectionOptions options;
              options.path = path;
              return loop_->create_unix_connection(give(protocol()), options);
            }()));
}

TEST_P(UnixSocketTest, CleaningUpCanBeTurnedOff) {
  const auto server = serve_at(folder.path("socket"), false);
  server->close();
  EXPECT_TRUE(file_exists(folder.path("socket")));
}

TEST_P(UnixSocketTest, PathThatWasReplacedIsLeftAlone) {
  const std::string path = folder.path("socket");
  const auto first = serve_at(path);
  const auto second = serve_at(path);  // takes the first one's file away, as a stale one
  first->close();
  EXPECT_TRUE(file_exists(path));
  exchange(path);
  ASSERT_EQ(0, ::unlink(path.c_str()));
  make_file(path, "a file");
  second->close();
  EXPECT_EQ("a file", file_content(path));
}

TEST_P(UnixSocketTest, StaleSocketFileIsReplaced) {
  const std::string path = folder.path("socket");
  bound_socket(path).reset();
  ASSERT_TRUE(file_exists(path));
  const auto server = serve_at(path);
  exchange(path);
  server->close();
}

TEST_P(UnixSocketTest, AnyOtherFileAtThePathIsAnError) {
  const std::string path = folder.path("file");
  make_file(path, "mine");
  UnixServerOptions options;
  options.path = path;
  std::string text;
  const auto before = open_descriptors();
  EXPECT_EQ("OSError", failure(loop_->create_unix_server(accepting(), options), &text));
  EXPECT_NE(std::string::npos, text.find("Address '" + path + "' is already in use")) << text;
  EXPECT_EQ("mine", file_content(path));
  EXPECT_EQ(before, open_descriptors());
}

TEST_P(UnixSocketTest, AbstractNamesLeaveNoFile) {
  const std::string name = std::string(1, '\0') + folder.path("abstract");
  const auto server = serve_at(name);
  EXPECT_TRUE(server->addresses().at(0) == Address(UnixAddress{name}));
  exchange(name);
  server->close();
  EXPECT_EQ("ConnectionRefusedError", failure([&] {
              UnixConnectionOptions options;
              options.path = name;
              return loop_->create_unix_connection(give(protocol()), options);
            }()));
}

TEST_P(UnixSocketTest, GivenSocketsAreTakenAndTheirPathsRemoved) {
  const std::string path = folder.path("bound");
  UnixServerOptions options;
  options.socket = bound_socket(path).release();
  const auto server = wait(loop_->create_unix_server(accepting(), options));
  exchange(path);
  server->close();
  EXPECT_FALSE(file_exists(path));

  net::DescriptorPair pair = net::make_socket_pair();
  auto client = protocol("c.");
  UnixConnectionOptions connected;
  connected.socket = pair.first.release();
  wait(loop_->create_unix_connection(give(client), connected));
  client->transport->close();
  run_until([&] { return client->lost; });
}

TEST_P(UnixSocketTest, ArgumentsAreChecked) {
  OwnedDescriptor internet = net::open_socket(AF_INET, SOCK_STREAM);
  OwnedDescriptor datagram = net::open_socket(AF_UNIX, SOCK_DGRAM);
  std::string text;
  UnixServerOptions server;
  EXPECT_EQ("ValueError", failure(loop_->create_unix_server(accepting(), server), &text));
  EXPECT_EQ("path was not specified, and no sock specified", text);
  UnixConnectionOptions client;
  EXPECT_EQ("ValueError", failure(loop_->create_unix_connection(accepting(), client), &text));
  EXPECT_EQ("no path and sock were specified", text);
  for (const FileDescriptor socket : {internet.get(), datagram.get()}) {
    server.path.reset();
    client.path.reset();
    server.socket = client.socket = socket;
    EXPECT_EQ("ValueError", failure(loop_->create_unix_server(accepting(), server), &text));
    EXPECT_EQ(0U, text.find("A UNIX Domain Stream Socket was expected, got ")) << text;
    EXPECT_EQ("ValueError", failure(loop_->create_unix_connection(accepting(), client), &text));
    EXPECT_EQ(0U, text.find("A UNIX Domain Stream Socket was expected, got ")) << text;
    server.path = client.path = folder.path("x");
    EXPECT_EQ("ValueError", failure(loop_->create_unix_server(accepting(), server), &text));
    EXPECT_EQ("path and sock can not be specified at the same time", text);
    EXPECT_EQ("ValueError", failure(loop_->create_unix_connection(accepting(), client), &text));
    EXPECT_EQ("path and sock can not be specified at the same time", text);
  }
  UnixServerOptions too_long;
  too_long.path = folder.path(std::string(200, 'x'));
  EXPECT_EQ("OSError", failure(loop_->create_unix_server(accepting(), too_long)));
  EXPECT_FALSE(file_exists(folder.path("x")));
}

TEST_P(UnixSocketTest, StartServingLater) {
  UnixServerOptions options;
  options.path = folder.path("socket");
  options.start_serving = false;
  const auto server = wait(loop_->create_unix_server(accepting(), options));
  EXPECT_FALSE(server->is_serving());
  wait(loop_->start_serving(server));
  EXPECT_TRUE(server->is_serving());
  exchange(folder.path("socket"));
  server->close();
}

TEST_P(UnixSocketTest, FullQueueIsAnErrorAndNotAConnection) {
  const std::string path = folder.path("socket");
  OwnedDescriptor listening = bound_socket(path);
  ASSERT_EQ(0, ::listen(listening.get(), 0));
  std::vector<OwnedDescriptor> waiting;
  const auto address = net::unix_socket_address(path);
  for (;;) {
    waiting.push_back(net::open_socket(AF_UNIX, SOCK_STREAM));
    if (::connect(waiting.back().get(), address.data(), address.length()) != 0) break;
  }
  UnixConnectionOptions options;
  options.path = path;
  EXPECT_EQ("BlockingIOError", failure(loop_->create_unix_connection(give(protocol()), options)));
}

TEST_P(UnixSocketTest, LoopClosedRemovesThePathToo) {
  const std::string path = folder.path("socket");
  const auto server = serve_at(path);
  loop_->close();
  EXPECT_FALSE(file_exists(path));
  EXPECT_FALSE(server->is_serving());
}

FOR_EACH_SELECTOR(UnixSocketTest);

}  // namespace
}  // namespace asyncio::testing
