#include "agenda.hpp"

#include <algorithm>

namespace loopcheck::runner {
namespace {

// A piece of work takes about as long where nothing is known yet.
constexpr std::chrono::milliseconds usual{2};

}  // namespace

Agenda::Agenda(const std::vector<std::size_t>& subject_of_work, std::size_t subjects) : queues_(subjects) {
  for (std::size_t number = 0; number < subject_of_work.size(); ++number)
    queues_.at(subject_of_work[number]).work.push_back(number);
}

std::chrono::nanoseconds Agenda::Queue::share() const {
  std::chrono::nanoseconds each = usual;
  if (done > 0) each = std::max(each, spent / static_cast<std::chrono::nanoseconds::rep>(done));
  return each * static_cast<std::chrono::nanoseconds::rep>(left()) /
         static_cast<std::chrono::nanoseconds::rep>(std::max<std::size_t>(workers, 1));
}

std::optional<std::size_t> Agenda::next(std::optional<std::size_t> served) {
  std::optional<std::size_t> subject = served;
  if (!served || queues_.at(*served).left() == 0) {
    if (served) --queues_.at(*served).workers;
    subject = subject_to_serve();
    if (!subject) return std::nullopt;
    ++queues_.at(*subject).workers;
  }
  Queue& queue = queues_.at(*subject);
  return queue.work[queue.taken++];
}

std::optional<std::size_t> Agenda::subject_to_serve() const {
  const Queue* best = nullptr;
  for (const Queue& queue : queues_) {
    if (queue.left() > 0 && queue.workers == 0 && (best == nullptr || queue.left() > best->left()))
      best = &queue;
  }
  if (best == nullptr) {
    for (const Queue& queue : queues_) {
      if (queue.worth_help() && (best == nullptr || queue.share() > best->share())) best = &queue;
    }
  }
  if (best == nullptr) return std::nullopt;
  return static_cast<std::size_t>(best - queues_.data());
}

void Agenda::started(std::size_t subject, std::chrono::nanoseconds took) {
  auto& start = queues_.at(subject).start;
  start = start ? std::min(*start, took) : took;
}

void Agenda::done(std::size_t subject, std::chrono::nanoseconds took) {
  auto& queue = queues_.at(subject);
  ++queue.done;
  queue.spent += took;
}

}  // namespace loopcheck::runner
