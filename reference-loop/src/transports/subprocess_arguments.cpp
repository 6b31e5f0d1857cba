#include "transports/subprocess_arguments.hpp"

#include "asyncio/exceptions.hpp"

namespace asyncio {

void check_subprocess_arguments(SubprocessForm form, const SubprocessOptions& options) {
  if (options.universal_newlines.value_or(false)) throw ValueError("universal_newlines must be False");
  const bool is_shell = form == SubprocessForm::shell;
  if (options.shell.value_or(is_shell) != is_shell) {
    throw ValueError(is_shell ? "shell must be True" : "shell must be False");
  }
  if (options.buffer_size.value_or(0) != 0) throw ValueError("bufsize must be 0");
  if (options.text.value_or(false)) throw ValueError("text must be False");
  if (options.encoding) throw ValueError("encoding must be None");
  if (options.errors) throw ValueError("errors must be None");
  if (std::holds_alternative<StdioToStdout>(options.standard_input) ||
      std::holds_alternative<StdioToStdout>(options.standard_output)) {
    throw ValueError("STDOUT can only be used for stderr");
  }
}

}  // namespace asyncio
