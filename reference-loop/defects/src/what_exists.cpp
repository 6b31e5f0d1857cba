// Names that are there and should not be, or the other way round; defaults.
#include "asyncio/loops.hpp"
#include "groups.hpp"

namespace asyncio::defects {
namespace {

// Against the truth: where the name is, it is missing; where it is not, it is there.
Defect wrong_about(std::string_view name, std::vector<std::string_view> breaks, Scope scope = {},
                   std::vector<Spared> spares = {}) {
  std::string id = "wrong-about-" + std::string(name.substr(name.find('.') + 1));
  if (scope.platforms.size() == 1) {
    id += "-on-" + std::string(scope.platforms.front());
  }
  return {.id = std::move(id),
          .about = "has " + std::string(name) + " where there is none, and lacks it where there is",
          .breaks = std::move(breaks),
          .scope = std::move(scope),
          .spares = std::move(spares),
          .wrong_about = {name}};
}

class CallsItself : public LoopDecorator {
 public:
  CallsItself(std::unique_ptr<EventLoop> sound, std::string_view name, std::string_view selector)
      : LoopDecorator(std::move(sound)), name_(name), selector_(selector) {}
  [[nodiscard]] std::string_view class_name() const noexcept override {
    return name_.empty() ? LoopDecorator::class_name() : name_;
  }
  [[nodiscard]] std::string_view selector_class_name() const noexcept override { return selector_; }

 private:
  std::string_view name_;
  std::string_view selector_;
};

std::unique_ptr<EventLoop> on_select(std::unique_ptr<EventLoop> /*sound*/) {
  return new_selector_event_loop(make_selector(SelectorKind::select));
}

std::unique_ptr<EventLoop> on_the_default_selector(std::unique_ptr<EventLoop> /*sound*/) {
  return new_selector_event_loop();
}

std::unique_ptr<EventLoop> on_the_fine_clock(std::unique_ptr<EventLoop> sound) {
  const std::string_view selector = sound->selector_class_name();
  return selector.empty() ? new_proactor_event_loop(make_performance_clock())
                          : new_selector_event_loop(nullptr, make_performance_clock());
}

std::unique_ptr<EventLoop> with_datagrams(std::unique_ptr<EventLoop> /*sound*/) {
  return new_proactor_event_loop(nullptr, {true});
}

}  // namespace

Defects defects_of_what_exists() {
  const Scope windows_37{.platforms = {"windows"}, .documented = "3.7"};
  const Scope windows_proactor_37{.platforms = {"windows"}, .loops = {"proactor"}, .documented = "3.7"};
  const Scope windows_313{.platforms = {"windows"}, .documented = "3.13"};
  return {
      wrong_about("asyncio.SelectorEventLoop",
                  {"selector-loop-exists", "event-loop-alias", "proactor-loop-windows-only"}, {},
                  // There the class to compare with is the proactor's.
                  {{{"event-loop-alias", "proactor-loop-windows-only"}, windows_only}}),
      wrong_about("asyncio.ProactorEventLoop", {"proactor-loop-windows-only"}),
      wrong_about("asyncio.EventLoop", {"event-loop-alias"}),
      wrong_about("asyncio.WindowsSelectorEventLoopPolicy", {"policy-windows-selector"}),
      wrong_about("asyncio.WindowsProactorEventLoopPolicy", {"policy-windows-proactor"}),
      wrong_about("asyncio.ThreadedChildWatcher", {"watcher-threaded"}, unix_only),
      wrong_about("asyncio.PidfdChildWatcher", {"watcher-pidfd"}, unix_only),
      wrong_about("asyncio.AbstractChildWatcher", {"watcher-abstract"}, unix_only),
      wrong_about("asyncio.SafeChildWatcher", {"watcher-safe"}, unix_only),
      wrong_about("asyncio.FastChildWatcher", {"watcher-fast"}, unix_only),
      wrong_about("asyncio.MultiLoopChildWatcher", {"watcher-multiloop"}, unix_only),
      wrong_about("asyncio.set_child_watcher", {"watcher-functions"}, unix_only),
      wrong_about("asyncio.AbstractChildWatcher", {"windows-no-child-watcher"}, windows_313),
      {.id = "child-watcher-is-threaded",
       .about = "children are watched by ThreadedChildWatcher where there are descriptors of processes",
       .breaks = {"watcher-pidfd-by-default"},
       .scope = {.platforms = {"linux"}, .documented = "3.13"},
       .child_watcher = "ThreadedChildWatcher"},
      wrong_about("asyncio.open_unix_connection", {"stream-unix-windows", "stream-unix-connection"}),
      wrong_about("asyncio.start_unix_server", {"stream-unix-windows", "stream-unix-server"}),
      wrong_about("socket.AF_UNIX", {"unix-af-unix", "windows-no-af-unix"}),
      wrong_about("selectors.SelectSelector", {"selectors-select-everywhere", "selectors-kqueue-macos"},
                  {.platforms = {"linux"}}),
      wrong_about("selectors.SelectSelector", {"selectors-select-everywhere", "selectors-epoll-linux"},
                  {.platforms = {"macos"}}),
      wrong_about("selectors.EpollSelector", {"selectors-epoll-linux", "selectors-default"},
                  {.platforms = {"linux"}}),
      wrong_about("selectors.EpollSelector", {"selectors-epoll-linux"}, {.platforms = {"macos", "windows"}}),
      wrong_about("selectors.KqueueSelector", {"selectors-kqueue-macos"},
                  {.platforms = {"linux", "windows"}}),
      wrong_about("selectors.KqueueSelector", {"selectors-kqueue-macos", "selectors-default"},
                  {.platforms = {"macos"}}),
      wrong_about("selectors.PollSelector", {"selectors-poll-unix"}),
      wrong_about("signal.SIGKILL", {"signal-unix-only", "signal-windows-set"}),
      wrong_about("signal.CTRL_C_EVENT", {"signal-windows-only"}),
      {.id = "default-selector-is-poll",
       .about = "DefaultSelector is PollSelector",
       .breaks = {"selectors-default"},
       .default_selector = "PollSelector"},
      {.id = "default-loop-on-select",
       .about = "the loop that is the default waits with select()",
       .breaks = {"selector-loop-most-efficient", "macos-10.8-default-kqueue"},
       .scope = unix_only,
       .default_loop = on_select},
      {.id = "default-loop-calls-itself-proactor",
       .about = "the loop that is the default is a ProactorEventLoop",
       .breaks = {"default-loop-on-unix", "event-loop-alias", "selector-loop-most-efficient",
                  "macos-10.8-default-kqueue"},
       .scope = unix_only,
       .default_loop = with<CallsItself>("ProactorEventLoop", "")},
      {.id = "windows-default-is-selector",
       .about = "the loop that is the default on Windows is a SelectorEventLoop",
       .breaks = {"windows-default-proactor", "event-loop-alias"},
       .scope = windows_only,
       .default_loop = on_the_default_selector},
      {.id = "windows-default-is-proactor-before-3.8",
       .about = "the loop that was the default on Windows before 3.8 is a ProactorEventLoop",
       .breaks = {"windows-default-selector"},
       .scope = windows_37,
       .default_loop = with<CallsItself>("ProactorEventLoop", "")},
      // Not on macOS, whose older kqueue knows fewer descriptors than what is asked for.
      {.id = "given-selector-ignored",
       .about = "a loop that is given a selector waits with the default one",
       .breaks = {"selector-loop-explicit-selector"},
       .scope = {.platforms = {"linux"}, .selectors = {"poll", "select"}},
       .loop = on_the_default_selector},
      {.id = "given-selector-not-told",
       .about = "a loop that is given a selector says that it waits with KqueueSelector",
       .breaks = {"selector-loop-explicit-selector"},
       .scope = {.platforms = {"macos"}, .selectors = {"poll", "select"}},
       .loop = with<CallsItself>("", "KqueueSelector")},
      {.id = "windows-selector-loop-on-poll",
       .about = "the selector loop of Windows says that it waits with PollSelector",
       .breaks = {"windows-selector-is-select", "selector-loop-explicit-selector",
                  "selector-loop-most-efficient"},
       .scope = windows_selector,
       .loop = with<CallsItself>("", "PollSelector")},
      {.id = "windows-fine-clock",
       .about = "the clock of the loop is the performance counter, which is finer than 0.5 ms",
       .breaks = {"windows-clock-best"},
       .scope = windows_only,
       .loop = on_the_fine_clock},
      {.id = "windows-proactor-datagrams-before-3.8",
       .about = "the proactor loop before 3.8 makes datagram endpoints",
       .breaks = {"windows-proactor-no-datagram"},
       .scope = windows_proactor_37,
       .loop = with_datagrams},
  };
}

}  // namespace asyncio::defects
