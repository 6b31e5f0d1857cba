// Which piece of work a worker takes next.
//
// A process of a subject costs something to start, for some subjects more than all that they are asked. So a
// worker stays with its subject as long as there is work for it; then it goes to the subject with the most
// work that nobody serves; and only then it helps where somebody is at work already, if what is left there is
// worth a further process.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace loopcheck::runner {

class Agenda {
 public:
  Agenda() = default;
  // The subject of each piece of work. The work of one subject is done in this order.
  Agenda(const std::vector<std::size_t>& subject_of_work, std::size_t subjects);

  // The number of the next piece of work for a worker that served the subject `served` so far, if any.
  // Nothing: the worker is not needed any more, or not yet.
  std::optional<std::size_t> next(std::optional<std::size_t> served);

  // How long a process of the subject took to start; the shortest counts, since others may be busy meanwhile.
  void started(std::size_t subject, std::chrono::nanoseconds took);
  // A piece of its work was done by a process of it.
  void done(std::size_t subject, std::chrono::nanoseconds took);

 private:
  struct Queue {
    std::vector<std::size_t> work;
    std::size_t taken = 0;
    std::size_t workers = 0;
    std::size_t done = 0;
    std::chrono::nanoseconds spent{0};
    std::optional<std::chrono::nanoseconds> start;

    [[nodiscard]] std::size_t left() const { return work.size() - taken; }
    // Of what is left, for each of its workers.
    [[nodiscard]] std::chrono::nanoseconds share() const;
    [[nodiscard]] bool worth_help() const { return left() > 0 && (!start || share() > *start); }
  };

  std::optional<std::size_t> subject_to_serve() const;

  std::vector<Queue> queues_;  // one a subject
};

}  // namespace loopcheck::runner
