// What can go wrong with a run record. Both are errors of the world (a file, a disk), not of the program.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

namespace loopcheck::record {

// A record that does not have the form of cases/schema/run.schema.json.
// what() is "POINTER: FAULT", with "FILE: " or "FILE:LINE: " before it once they are known.
class MalformedRecord : public std::runtime_error {
 public:
  MalformedRecord(std::string pointer, std::string fault, std::string place = "");
  // The same fault, one or more levels further up: `prefix` is put before the pointer.
  MalformedRecord within(const std::string& prefix) const;
  // The same fault, in the file, or the line of a file, that `place` names.
  MalformedRecord at(const std::string& place) const;

  const std::string& pointer() const { return pointer_; }  // "" is the whole document
  const std::string& fault() const { return fault_; }

 private:
  std::string pointer_;
  std::string fault_;
};

// A file of a record could not be read or written. what() is "PATH: cannot ACTION: REASON", the reason being
// the operating system's text.
class RecordIoError : public std::runtime_error {
 public:
  RecordIoError(const std::filesystem::path& path, const std::string& action, int error_number);
};

}  // namespace loopcheck::record
