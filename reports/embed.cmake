# Turns files into one C++ source of byte arrays, so that the program needs no file of ours at run time.
#   cmake -DOUTPUT=assets.cpp "-DFILES=page.html,report.css" -P embed.cmake
# It defines asset() of src/assets.hpp: by file name, the bytes and their SHA-256. Indentation is left out: a page has many
# findings, and each repeats its template.
string(REPLACE "," ";" FILES "${FILES}")
set(arrays "")
set(entries "")
foreach(path IN LISTS FILES)
  get_filename_component(name ${path} NAME)
  string(MAKE_C_IDENTIFIER ${name} identifier)
  file(READ ${path} text)
  string(REGEX REPLACE "\n[ \t]+" "\n" text "${text}")
  string(HEX "${text}" hex)
  string(SHA256 digest "${text}")
  string(LENGTH "${hex}" size)
  math(EXPR size "${size} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND arrays "constexpr unsigned char bytes_of_${identifier}[] = {${bytes}0};\n")
  string(APPEND entries
         "      {\"${name}\", {reinterpret_cast<const char*>(bytes_of_${identifier}), ${size}}, \"${digest}\"},\n")
endforeach()
file(WRITE ${OUTPUT} "// Made by embed.cmake.
#include <stdexcept>
#include <string>

#include \"assets.hpp\"

namespace loopcheck::reports {

namespace {
${arrays}}  // namespace

const Asset& asset(std::string_view name) {
  static const Asset assets[] = {
${entries}  };
  for (const Asset& asset : assets) {
    if (asset.name == name) return asset;
  }
  throw std::logic_error(\"no asset \" + std::string(name));
}

}  // namespace loopcheck::reports
")
