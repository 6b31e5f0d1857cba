// Python's tree of exceptions, as far as event loops raise them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "loopcheck/protocol/transcript.hpp"

namespace loopcheck::catalogue {

// Whether Python or asyncio has an exception of that name (without its module), aliases such as IOError
// included.
bool is_python_exception(std::string_view name);

// All names, for hints.
const std::vector<std::string>& python_exceptions();

// Whether `exception` is a `type`: the same name, an alias of it, or one of its base classes. The tree knows
// the bases of Python's own types; of others, `exception.bases` tells.
bool is_a(const protocol::Exception& exception, std::string_view type);

}  // namespace loopcheck::catalogue
