// Proactors that make life hard for the code above them: decorators over a real one.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <utility>
#include <vector>

#include "proactor/proactor.hpp"

namespace asyncio::testing {

class ProactorDecorator : public proactor_events::Proactor {
 public:
  explicit ProactorDecorator(std::unique_ptr<Proactor> inner) : inner_(std::move(inner)) {}

  [[nodiscard]] proactor_events::OperationPointer make_operation() override {
    return inner_->make_operation();
  }
  void associate(FileDescriptor socket) override { inner_->associate(socket); }
  [[nodiscard]] proactor_events::OwnedPipe take_pipe(FileDescriptor pipe) override {
    return inner_->take_pipe(pipe);
  }
  void start(proactor_events::OperationPointer operation) noexcept override {
    inner_->start(std::move(operation));
  }
  void cancel(proactor_events::Operation& operation) noexcept override { inner_->cancel(operation); }
  void cancel_all() noexcept override { inner_->cancel_all(); }
  [[nodiscard]] std::size_t in_flight() const noexcept override { return inner_->in_flight(); }
  void wait(std::optional<Duration> timeout, std::vector<proactor_events::OperationPointer>& ended) override {
    inner_->wait(timeout, ended);
  }
  void wake_up() noexcept override { inner_->wake_up(); }

 private:
  std::unique_ptr<Proactor> inner_;
};

// Keeps completions back and gives them in any order, as a seed says.
class ShufflingProactor final : public ProactorDecorator {
 public:
  ShufflingProactor(std::unique_ptr<Proactor> inner, std::uint32_t seed)
      : ProactorDecorator(std::move(inner)), random_(seed) {}

  [[nodiscard]] std::size_t in_flight() const noexcept override {
    return ProactorDecorator::in_flight() + held_.size();
  }
  void wait(std::optional<Duration> timeout, std::vector<proactor_events::OperationPointer>& ended) override {
    const std::size_t before = held_.size();
    ProactorDecorator::wait(before == 0 ? timeout : Duration::zero(), held_);
    std::shuffle(held_.begin(), held_.end(), random_);
    std::size_t given = held_.empty() ? 0 : random_() % (held_.size() + 1);
    // Where nothing new comes, what is held is all that there is to wait for.
    if (given == 0 && held_.size() == before && before > 0) given = 1;
    const auto first = held_.end() - static_cast<std::ptrdiff_t>(given);
    ended.insert(ended.end(), std::make_move_iterator(first), std::make_move_iterator(held_.end()));
    held_.erase(first, held_.end());
  }

 private:
  std::mt19937 random_;
  std::vector<proactor_events::OperationPointer> held_;
};

// Cancels the n-th operation that is started, just after its start: as a program does that cancels what it
// may not, or a device that goes. Nobody above has asked for it.
class CancellingProactor final : public ProactorDecorator {
 public:
  // `steps` is counted down: 0 or less once it has happened.
  CancellingProactor(std::unique_ptr<Proactor> inner, std::shared_ptr<int> steps)
      : ProactorDecorator(std::move(inner)), steps_(std::move(steps)) {}

  void start(proactor_events::OperationPointer operation) noexcept override {
    proactor_events::Operation& started = *operation;
    ProactorDecorator::start(std::move(operation));
    if (--*steps_ == 0) ProactorDecorator::cancel(started);
  }

 private:
  std::shared_ptr<int> steps_;
};

// The first operation of a kind that works out ends with an error instead.
class FailingProactor final : public ProactorDecorator {
 public:
  FailingProactor(std::unique_ptr<Proactor> inner, proactor_events::OperationKind kind,
                  net::SystemError error)
      : ProactorDecorator(std::move(inner)), kind_(kind), error_(error) {}

  void wait(std::optional<Duration> timeout, std::vector<proactor_events::OperationPointer>& ended) override {
    ProactorDecorator::wait(timeout, ended);
    for (const proactor_events::OperationPointer& operation : ended) {
      if (operation->kind != kind_ || operation->error()) continue;
      if (!std::exchange(failed_, true)) {
        operation->accepted.reset();
        operation->finish(error_, 0);
      }
    }
  }

 private:
  proactor_events::OperationKind kind_;
  net::SystemError error_;
  bool failed_ = false;
};

// The first operation of a kind is refused as soon as it is started.
class RefusingProactor final : public ProactorDecorator {
 public:
  RefusingProactor(std::unique_ptr<Proactor> inner, proactor_events::OperationKind kind,
                   net::SystemError error)
      : ProactorDecorator(std::move(inner)), kind_(kind), error_(error) {}

  void start(proactor_events::OperationPointer operation) noexcept override {
    proactor_events::Operation& started = *operation;
    ProactorDecorator::start(std::move(operation));
    if (started.kind != kind_ || refused_ != nullptr) return;
    refused_ = &started;
    cancel(started);
    started.finish(error_, 0);
  }
  void wait(std::optional<Duration> timeout, std::vector<proactor_events::OperationPointer>& ended) override {
    ProactorDecorator::wait(timeout, ended);
    for (const proactor_events::OperationPointer& operation : ended) {
      if (operation.get() == refused_ && !std::exchange(told_, true)) operation->finish(error_, 0);
    }
  }

 private:
  proactor_events::OperationKind kind_;
  net::SystemError error_;
  const proactor_events::Operation* refused_ = nullptr;
  bool told_ = false;
};

// Counts what is asked of it.
class CountingProactor final : public ProactorDecorator {
 public:
  struct Counts {
    std::map<proactor_events::OperationKind, int> started;
    int cancelled = 0;
  };
  CountingProactor(std::unique_ptr<Proactor> inner, std::shared_ptr<Counts> counts)
      : ProactorDecorator(std::move(inner)), counts_(std::move(counts)) {}

  void start(proactor_events::OperationPointer operation) noexcept override {
    ++counts_->started[operation->kind];
    ProactorDecorator::start(std::move(operation));
  }
  void cancel(proactor_events::Operation& operation) noexcept override {
    ++counts_->cancelled;
    ProactorDecorator::cancel(operation);
  }

 private:
  std::shared_ptr<Counts> counts_;
};

}  // namespace asyncio::testing
