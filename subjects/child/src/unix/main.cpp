#include <string_view>
#include <vector>

#include "commands.hpp"
#include "platform.hpp"

int main(int count, char** values) {
  loopcheck::child::prepare_standard_streams();
  const std::vector<std::string_view> arguments(values + (count > 0 ? 1 : 0), values + count);
  return loopcheck::child::perform(arguments);
}
