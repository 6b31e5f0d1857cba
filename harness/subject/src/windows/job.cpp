#include "native/job.hpp"

namespace loopcheck::subject::native {

Job::Job() : handle_(::CreateJobObjectW(nullptr, nullptr)) {
  if (!handle_) throw last_error("CreateJobObject");
  JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits{};
  // No window of the system that asks what to do about a crash.
  limits.BasicLimitInformation.LimitFlags =
      JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION;
  if (::SetInformationJobObject(handle_.get(), JobObjectExtendedLimitInformation, &limits, sizeof limits) ==
      0)
    throw last_error("SetInformationJobObject");
}

void Job::add(HANDLE process) const {
  if (::AssignProcessToJobObject(handle_.get(), process) == 0) throw last_error("AssignProcessToJobObject");
}

void Job::terminate() const {
  ::TerminateJobObject(handle_.get(), 1);
}

}  // namespace loopcheck::subject::native
