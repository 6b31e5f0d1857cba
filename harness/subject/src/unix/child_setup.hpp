// What a child does between fork and exec.
#pragma once

#include <csignal>

#include <boost/process/extend.hpp>

namespace loopcheck::subject::native {

// The harness ignores SIGPIPE, and an ignored signal stays ignored over exec: a subject starts with the
// default.
struct ChildSetup : boost::process::extend::handler {
  template <class Executor>
  void on_exec_setup(Executor&) const {
    std::signal(SIGPIPE, SIG_DFL);
  }
};

}  // namespace loopcheck::subject::native
