// What is started, and what is refused before anything runs.
#include "native/start.hpp"

#include <gtest/gtest.h>

#include "native/text.hpp"

namespace loopcheck::subject::native {
namespace {

int error_of(const std::wstring& program) {
  const Job job;
  try {
    start_in_job(job, program.c_str(), L"x", {}, {});
  } catch (const std::system_error& failure) {
    return failure.code().value();
  }
  return 0;
}

// Wine's CreateProcess would start the first of them, and say that all went well.
TEST(Starts, OfWhatIsNoProgramOfWindowsAreRefused) {
  EXPECT_EQ(error_of(L"Z:\\bin\\sh"), ERROR_BAD_EXE_FORMAT);
  EXPECT_EQ(error_of(wide(LOOPCHECK_NO_PROGRAM)), ERROR_BAD_EXE_FORMAT);
}

TEST(Starts, OfBatchFilesAreLeftToTheSystem) {
  for (const auto* program : {L"C:\\no such file.bat", L"C:\\no such file.CMD"}) {
    EXPECT_EQ(error_of(program), ERROR_FILE_NOT_FOUND) << narrow(program);
  }
}

}  // namespace
}  // namespace loopcheck::subject::native
