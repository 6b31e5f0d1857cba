// What a child does between fork and exec.
#pragma once

#include <csignal>

#include <boost/process/extend.hpp>

namespace loopcheck::subject::native {

// An ignored signal stays ignored over exec, and a subject starts with the defaults: the harness ignores
// SIGPIPE, and is started with the other two ignored by a shell that puts it into the background.
struct ChildSetup : boost::process::extend::handler {
  template <class Executor>
  void on_exec_setup(Executor&) const {
    for (const int signal : {SIGPIPE, SIGINT, SIGQUIT}) std::signal(signal, SIG_DFL);
  }
};

}  // namespace loopcheck::subject::native
