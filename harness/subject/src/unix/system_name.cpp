#include <sys/utsname.h>

#include "native_process.hpp"

namespace loopcheck::subject::native {

const char* const program_ending = "";

std::string system_name() {
  utsname names{};
  ::uname(&names);
  std::string name = static_cast<const char*>(names.sysname);
  for (char& letter : name)
    letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  return name == "darwin" ? "macos" : name;
}

}  // namespace loopcheck::subject::native
