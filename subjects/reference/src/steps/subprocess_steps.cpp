// Starting children: subprocess_exec() and subprocess_shell().
#include <map>
#include <utility>

#include "outcome.hpp"
#include "process.hpp"
#include "product_tasks.hpp"
#include "recording_protocols.hpp"
#include "vocabulary.hpp"

namespace reference_subject {
namespace {

asyncio::Stdio stdio_of(const Call& call, std::string_view parameter) {
  const std::string given = call.step.text(parameter, "pipe");
  if (given == "pipe") {
    return asyncio::StdioPipe{};
  }
  if (given == "devnull") {
    return asyncio::StdioDevNull{};
  }
  if (given == "inherit") {
    return asyncio::StdioInherit{};
  }
  if (given == "stdout" && parameter == "stderr") {
    return asyncio::StdioToStdout{};
  }
  // The child gets a copy: the end stays with the scenario.
  return call.scenario.names().end(given)->descriptor();
}

[[noreturn]] void refuse_type(const std::string& name) {
  throw Unsupported("the option '" + name + "' has another type in C++: the compiler would refuse the value");
}

template <class T>
T value_of(const std::string& name, const Json& value, bool fits) {
  if (!fits) {
    refuse_type(name);
  }
  return value.get<T>();
}

// One keyword argument of asyncio. None counts as not given.
void set_option(asyncio::SubprocessOptions& options, const std::string& name, const Json& value) {
  if (name == "universal_newlines") {
    options.universal_newlines = value_of<bool>(name, value, value.is_boolean());
  } else if (name == "shell") {
    options.shell = value_of<bool>(name, value, value.is_boolean());
  } else if (name == "text") {
    options.text = value_of<bool>(name, value, value.is_boolean());
  } else if (name == "bufsize") {
    options.buffer_size = value_of<int>(name, value, value.is_number_integer());
  } else if (name == "encoding") {
    options.encoding = value_of<std::string>(name, value, value.is_string());
  } else if (name == "errors") {
    options.errors = value_of<std::string>(name, value, value.is_string());
  } else if (name == "start_new_session") {
    options.start_new_session = value_of<bool>(name, value, value.is_boolean());
  } else if (name == "creationflags") {
    options.creation_flags = value_of<std::uint32_t>(name, value, value.is_number_unsigned());
  } else if (name == "cwd") {
    options.working_directory = value_of<std::string>(name, value, value.is_string());
  } else if (name == "env") {
    if (!value.is_object()) {
      refuse_type(name);
    }
    options.environment.emplace();
    for (const auto& [variable, text] : value.items()) {
      options.environment->emplace(variable, value_of<std::string>(name, text, text.is_string()));
    }
  } else {
    throw Unsupported("the library has no option '" + name + "' for subprocesses");
  }
}

asyncio::SubprocessOptions options_of(const Call& call) {
  asyncio::SubprocessOptions options;
  options.standard_input = stdio_of(call, "stdin");
  options.standard_output = stdio_of(call, "stdout");
  options.standard_error = stdio_of(call, "stderr");
  options.working_directory = call.step.optional_text("cwd");
  const Json& further = call.step.raw("options");
  if (!further.is_null() && !further.is_object()) {
    call.step.refuse("options", "an object");
  }
  for (const auto& [name, value] : further.items()) {
    if (!value.is_null()) {
      set_option(options, name, value);
    }
  }
  return options;
}

// A program, an argument or a command that is no text.
std::string text_of(const Json& value) {
  if (!value.is_string()) {
    throw Unsupported("only strings can be passed: the compiler would refuse anything else");
  }
  return value.get<std::string>();
}

std::shared_ptr<Task> subprocess_exec(const Call& call) {
  std::vector<std::string> program_and_arguments{
      call.step.has("program") ? text_of(call.step.raw("program")) : call.scenario.surroundings().child};
  for (const Json& argument : call.step.list("args")) {
    program_and_arguments.push_back(text_of(argument));
  }
  asyncio::SubprocessOptions options = options_of(call);
  return product_task<asyncio::SubprocessTransport>(call, &Product::transport, nullptr, [&] {
    return call.loop().subprocess_exec(subprocess_protocols(call), std::move(program_and_arguments),
                                       std::move(options));
  });
}

std::string with_child(std::string command, const std::string& child) {
  constexpr std::string_view placeholder = "${child}";
  const std::string quoted = quoted_for_shell(child);
  for (std::size_t at = command.find(placeholder); at != std::string::npos;
       at = command.find(placeholder, at)) {
    command.replace(at, placeholder.size(), quoted);
    at += quoted.size();
  }
  return command;
}

std::shared_ptr<Task> subprocess_shell(const Call& call) {
  std::string command = with_child(text_of(call.step.raw("command")), call.scenario.surroundings().child);
  asyncio::SubprocessOptions options = options_of(call);
  return product_task<asyncio::SubprocessTransport>(call, &Product::transport, nullptr, [&] {
    return call.loop().subprocess_shell(subprocess_protocols(call), std::move(command), std::move(options));
  });
}

}  // namespace

StepTable subprocess_steps() {
  return {{"subprocess_exec", &subprocess_exec}, {"subprocess_shell", &subprocess_shell}};
}

}  // namespace reference_subject
