#include "host.hpp"

#include <sys/utsname.h>

#include <algorithm>
#include <thread>

namespace loopcheck::cli {

record::Host this_host() {
  record::Host host;
  utsname names{};
  if (::uname(&names) == 0) {
    host.system = names.sysname;
    host.release = names.release;
    host.arch = names.machine;
  }
  host.processors = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  return host;
}

}  // namespace loopcheck::cli
