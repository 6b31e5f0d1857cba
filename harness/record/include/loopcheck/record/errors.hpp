// What can go wrong with a run record. Both are errors of the world (a file, a disk), not of the program.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

namespace loopcheck::record {

// A record that does not have the form of cases/schema/run.schema.json.
// what() is "PLACE: FAULT"; the place is a JSON pointer, with file and line before it where they are known.
class MalformedRecord : public std::runtime_error {
 public:
  MalformedRecord(std::string pointer, std::string fault);
  // The same fault, one or more levels further up: `prefix` is put before the pointer.
  MalformedRecord within(const std::string& prefix) const;

  const std::string& pointer() const { return pointer_; }  // "" is the whole document
  const std::string& fault() const { return fault_; }

 private:
  std::string pointer_;
  std::string fault_;
};

// A file of a record could not be read or written. what() is "PATH: cannot ACTION: REASON", the reason being the
// operating system's text.
class RecordIoError : public std::runtime_error {
 public:
  RecordIoError(const std::filesystem::path& path, const std::string& action, int error_number);
};

}  // namespace loopcheck::record
