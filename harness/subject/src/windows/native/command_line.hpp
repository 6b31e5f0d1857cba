// A list of arguments as the one text that a Windows program gets.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace loopcheck::subject::native {

// Quoted so that CommandLineToArgvW and the C runtime read the same words again.
std::wstring command_line(std::wstring_view program, const std::vector<std::string>& arguments);

// What follows the first word, the program's own name, in a command line.
std::wstring_view without_first_word(std::wstring_view line);

}  // namespace loopcheck::subject::native
