// Connections: what the transport does, and what the protocol hears.
#include <functional>

#include "groups.hpp"
#include "transport_decorators.hpp"

namespace asyncio::defects {
namespace {

enum class Fault {
  never_closing,
  always_reading,
  pause_has_no_effect,
  close_drops,
  abort_ends_output,
  write_eof_closes,
  no_buffer,
  no_limits,
  no_low_limit,
};

class FaultyTransport : public TransportDecorator {
 public:
  FaultyTransport(std::shared_ptr<Transport> inner, Fault fault)
      : TransportDecorator(std::move(inner)), fault_(fault) {}

  void close() override {
    fault_ == Fault::close_drops ? TransportDecorator::abort() : TransportDecorator::close();
  }
  void abort() override {
    // Whoever insists is heard.
    if (fault_ != Fault::abort_ends_output || std::exchange(asked_, true)) {
      TransportDecorator::abort();
    } else {
      TransportDecorator::write_eof();
    }
  }
  [[nodiscard]] bool is_closing() const override {
    return fault_ != Fault::never_closing && TransportDecorator::is_closing();
  }
  [[nodiscard]] bool is_reading() const override {
    if (fault_ == Fault::pause_has_no_effect) {
      return !paused_;
    }
    return fault_ == Fault::always_reading || TransportDecorator::is_reading();
  }
  void pause_reading() override {
    paused_ = true;
    if (fault_ != Fault::pause_has_no_effect) {
      TransportDecorator::pause_reading();
    }
  }
  void resume_reading() override {
    paused_ = false;
    TransportDecorator::resume_reading();
  }
  void write_eof() override {
    fault_ == Fault::write_eof_closes ? TransportDecorator::close() : TransportDecorator::write_eof();
  }
  [[nodiscard]] std::size_t get_write_buffer_size() const override {
    return fault_ == Fault::no_buffer ? 0 : TransportDecorator::get_write_buffer_size();
  }
  void set_write_buffer_limits(std::optional<std::size_t> high, std::optional<std::size_t> low) override {
    if (fault_ != Fault::no_limits) {
      TransportDecorator::set_write_buffer_limits(high, fault_ == Fault::no_low_limit ? high : low);
    }
  }

 private:
  Fault fault_;
  bool paused_ = false;
  bool asked_ = false;
};

// A connection that has told its protocol of the end of the input looks for it again once reading is resumed.
class EndToldAgain : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  Future<std::shared_ptr<Server>> create_server(Factory<Protocol> factory, ServerOptions options) override {
    auto spoiled = [factory = std::move(factory)]() -> std::shared_ptr<Protocol> {
      return std::make_shared<Hearing>(factory());
    };
    return LoopDecorator::create_server(std::move(spoiled), std::move(options));
  }

 private:
  class Hearing : public ProtocolDecorator, public std::enable_shared_from_this<Hearing> {
   public:
    using ProtocolDecorator::ProtocolDecorator;
    void connection_made(std::shared_ptr<BaseTransport> transport) override {
      auto socket = std::dynamic_pointer_cast<Transport>(std::move(transport));
      ProtocolDecorator::connection_made(std::make_shared<Resumed>(std::move(socket), weak_from_this()));
    }
    bool eof_received() override {
      ended_ = true;
      return ProtocolDecorator::eof_received();
    }
    void tell_again() {
      if (ended_) {
        eof_received();
      }
    }

   private:
    bool ended_ = false;
  };

  class Resumed : public TransportDecorator {
   public:
    Resumed(std::shared_ptr<Transport> inner, std::weak_ptr<Hearing> protocol)
        : TransportDecorator(std::move(inner)), protocol_(std::move(protocol)) {}
    void resume_reading() override {
      TransportDecorator::resume_reading();
      if (const auto protocol = protocol_.lock()) {
        protocol->tell_again();
      }
    }

   private:
    std::weak_ptr<Hearing> protocol_;
  };
};

// Gives protocols a faulty transport, and callers the same.
class TransportsSpoiled : public LoopDecorator {
 public:
  TransportsSpoiled(std::unique_ptr<EventLoop> sound, Fault fault)
      : LoopDecorator(std::move(sound)), fault_(fault) {}

  Future<std::shared_ptr<Server>> create_server(Factory<Protocol> factory, ServerOptions options) override {
    return LoopDecorator::create_server(spoiled(std::move(factory)), std::move(options));
  }
  Future<std::shared_ptr<Transport>> create_connection(Factory<Protocol> factory,
                                                       ConnectionOptions options) override {
    std::shared_ptr<Transport> transport =
        co_await LoopDecorator::create_connection(spoiled(std::move(factory)), std::move(options));
    co_return std::make_shared<FaultyTransport>(std::move(transport), fault_);
  }

 private:
  class Introduced : public ProtocolDecorator {
   public:
    Introduced(std::shared_ptr<Protocol> inner, Fault fault)
        : ProtocolDecorator(std::move(inner)), fault_(fault) {}
    void connection_made(std::shared_ptr<BaseTransport> transport) override {
      auto socket = std::dynamic_pointer_cast<Transport>(std::move(transport));
      ProtocolDecorator::connection_made(std::make_shared<FaultyTransport>(std::move(socket), fault_));
    }

   private:
    Fault fault_;
  };

  [[nodiscard]] Factory<Protocol> spoiled(Factory<Protocol> factory) const {
    return [factory = std::move(factory), fault = fault_]() -> std::shared_ptr<Protocol> {
      return std::make_shared<Introduced>(factory(), fault);
    };
  }
  Fault fault_;
};

class WritesChangePlaces : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  Future<std::shared_ptr<Transport>> create_connection(Factory<Protocol> factory,
                                                       ConnectionOptions options) override {
    std::shared_ptr<Transport> transport =
        co_await LoopDecorator::create_connection(std::move(factory), std::move(options));
    co_return std::make_shared<Swapping>(std::move(transport));
  }

 private:
  class Swapping : public TransportDecorator {
   public:
    using TransportDecorator::TransportDecorator;
    void write(Bytes data) override {
      constexpr int held_back = 3;
      if (++writes_ == held_back) {
        held_.assign(data.begin(), data.end());
        return;
      }
      TransportDecorator::write(data);
      give();
    }
    void write_eof() override {
      give();
      TransportDecorator::write_eof();
    }
    void close() override {
      give();
      TransportDecorator::close();
    }

   private:
    void give() {
      if (!held_.empty()) {
        TransportDecorator::write(std::exchange(held_, {}));
      }
    }
    int writes_ = 0;
    std::vector<std::byte> held_;
  };
};

enum class Hearing { eof_always_closes, no_pause_writing, lost_with_error, lost_without_error, made_twice };

class FaultyProtocol : public ProtocolDecorator {
 public:
  FaultyProtocol(std::shared_ptr<Protocol> inner, Hearing hearing)
      : ProtocolDecorator(std::move(inner)), hearing_(hearing) {}
  void connection_made(std::shared_ptr<BaseTransport> transport) override {
    ProtocolDecorator::connection_made(transport);
    if (hearing_ == Hearing::made_twice) {
      ProtocolDecorator::connection_made(std::move(transport));
    }
  }
  void connection_lost(std::exception_ptr error) override {
    constexpr int broken_pipe = 32;
    if (hearing_ == Hearing::lost_with_error && error == nullptr) {
      error = std::make_exception_ptr(OSError(broken_pipe, "the connection is lost"));
    }
    ProtocolDecorator::connection_lost(hearing_ == Hearing::lost_without_error ? nullptr : std::move(error));
  }
  bool eof_received() override {
    return ProtocolDecorator::eof_received() && hearing_ != Hearing::eof_always_closes;
  }
  void pause_writing() override {
    if (hearing_ != Hearing::no_pause_writing) {
      ProtocolDecorator::pause_writing();
    }
  }

 private:
  Hearing hearing_;
};

class ProtocolsSpoiled : public LoopDecorator {
 public:
  ProtocolsSpoiled(std::unique_ptr<EventLoop> sound, Hearing hearing)
      : LoopDecorator(std::move(sound)), hearing_(hearing) {}

  Future<std::shared_ptr<Server>> create_server(Factory<Protocol> factory, ServerOptions options) override {
    return LoopDecorator::create_server(on_sockets() ? spoiled(std::move(factory)) : std::move(factory),
                                        std::move(options));
  }
  Future<std::shared_ptr<Transport>> create_connection(Factory<Protocol> factory,
                                                       ConnectionOptions options) override {
    return LoopDecorator::create_connection(on_sockets() ? spoiled(std::move(factory)) : std::move(factory),
                                            std::move(options));
  }
  Future<std::shared_ptr<ReadTransport>> connect_read_pipe(Factory<Protocol> factory,
                                                           FileDescriptor fd) override {
    return LoopDecorator::connect_read_pipe(spoiled(std::move(factory)), fd);
  }

 private:
  // The others are for pipes alone, since a control's connections would not survive them.
  [[nodiscard]] bool on_sockets() const {
    return hearing_ != Hearing::lost_with_error && hearing_ != Hearing::made_twice;
  }
  [[nodiscard]] Factory<Protocol> spoiled(Factory<Protocol> factory) const {
    return [factory = std::move(factory), hearing = hearing_]() -> std::shared_ptr<Protocol> {
      return std::make_shared<FaultyProtocol>(factory(), hearing);
    };
  }
  Hearing hearing_;
};

}  // namespace

Defects defects_of_transports() {
  const Scope with_pipes = unix_only;
  return {
      {.id = "transport-never-closing",
       .about = "is_closing() of a connection is never true",
       .breaks = {"transport-is-closing", "transport-abort"},
       .loop = with<TransportsSpoiled>(Fault::never_closing)},
      {.id = "transport-always-reading",
       .about = "is_reading() of a connection is true while it is paused",
       .breaks = {"transport-is-reading"},
       .loop = with<TransportsSpoiled>(Fault::always_reading)},
      {.id = "transport-pause-has-no-effect",
       .about = "data of a connection still comes after pause_reading()",
       .breaks = {"transport-pause-reading"},
       .loop = with<TransportsSpoiled>(Fault::pause_has_no_effect)},
      {.id = "transport-close-drops",
       .about = "close() of a connection throws away what is in the buffer",
       .breaks = {"protocol-lost-none", "transport-close-flushes", "transport-is-closing"},
       // There nobody can say how much a connection takes before it makes others wait.
       .spares = {{{"protocol-lost-none", "transport-is-closing"}, windows_only}},
       .loop = with<TransportsSpoiled>(Fault::close_drops)},
      {.id = "transport-abort-ends-output",
       .about = "abort() of a connection only ends what is sent",
       .breaks = {"transport-abort", "transport-is-closing"},
       .loop = with<TransportsSpoiled>(Fault::abort_ends_output)},
      {.id = "transport-write-eof-closes",
       .about = "write_eof() of a connection closes it in both directions",
       .breaks = {"transport-write-eof", "protocol-eof", "tcp-connection"},
       .loop = with<TransportsSpoiled>(Fault::write_eof_closes)},
      {.id = "transport-buffer-size-zero",
       .about = "get_write_buffer_size() of a connection is 0 while bytes wait",
       .breaks = {"transport-buffer-size", "transport-limits-low-zero"},
       .spares = {{{"transport-limits-low-zero"}, windows_only}},  // no case asks it there
       .loop = with<TransportsSpoiled>(Fault::no_buffer)},
      {.id = "transport-limits-ignored",
       .about = "set_write_buffer_limits() of a connection has no effect",
       .breaks = {"transport-limits-high-zero", "protocol-flow-control"},
       .scope = unix_only,
       .loop = with<TransportsSpoiled>(Fault::no_limits)},
      {.id = "transport-low-limit-ignored",
       .about = "a connection takes its high mark for its low one too",
       .breaks = {"transport-limits-low-zero"},
       .scope = unix_only,
       .loop = with<TransportsSpoiled>(Fault::no_low_limit)},
      {.id = "third-write-comes-after-the-fourth",
       .about = "the third and the fourth write() of a connection change places",
       .breaks = {"transport-close-flushes"},
       .loop = with<WritesChangePlaces>()},
      {.id = "eof-always-closes",
       .about = "a connection closes itself after eof_received(), whatever that returned",
       .breaks = {"protocol-eof"},
       .loop = with<ProtocolsSpoiled>(Hearing::eof_always_closes)},
      {.id = "eof-told-again",
       .about = "an accepted connection calls eof_received() once more when reading is resumed after the end",
       .breaks = {"protocol-sequence"},
       .loop = with<EndToldAgain>()},
      {.id = "pause-writing-not-told",
       .about = "the protocol of a connection never hears pause_writing()",
       .breaks = {"protocol-flow-control", "transport-limits-high-zero", "transport-limits-low-zero"},
       .spares = {{{"transport-limits-low-zero"}, windows_only}},  // no case asks it there
       .loop = with<ProtocolsSpoiled>(Hearing::no_pause_writing)},
      {.id = "lost-without-exception",
       .about = "connection_lost() of a connection gets None, whatever ended it",
       .breaks = {"protocol-lost-exception"},
       .spares = {{{"protocol-lost-exception"}, windows_selector}},  // no case asks it there
       .loop = with<ProtocolsSpoiled>(Hearing::lost_without_error)},
      {.id = "pipe-lost-with-error",
       .about = "connection_lost() of a pipe gets an error after a regular end",
       .breaks = {"protocol-lost-none"},
       .scope = with_pipes,
       .loop = with<ProtocolsSpoiled>(Hearing::lost_with_error)},
      {.id = "pipe-made-twice",
       .about = "connection_made() of a pipe is called twice",
       .breaks = {"connect-read-pipe-reads", "protocol-sequence"},
       .scope = with_pipes,
       .loop = with<ProtocolsSpoiled>(Hearing::made_twice)},
  };
}

}  // namespace asyncio::defects
