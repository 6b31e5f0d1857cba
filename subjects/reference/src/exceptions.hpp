// Exceptions of the library on their way to the harness, and those that a scenario asks for.
#pragma once

#include <exception>
#include <string>

#include <nlohmann/json.hpp>

#include "loopcheck/protocol/transcript.hpp"

namespace reference_subject {

// `exception` is one of the library's, which is then described under Python's name; anything else is
// rethrown.
loopcheck::protocol::Exception describe(const std::exception_ptr& exception);

// The same for events: null for no exception. What is not of the library is shown under its C++ nature, as
// "Exception".
nlohmann::json exception_or_null(const std::exception_ptr& exception);

// Throws the exception of that (Python) name.
[[noreturn]] void raise_by_name(const std::string& type_name);

}  // namespace reference_subject
