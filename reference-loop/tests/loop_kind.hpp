// The loops that tests are run over: one selector loop for each selector of the platform, and a proactor
// loop. On Unix that one is the shared code over a proactor for tests.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "asyncio/loops.hpp"
#include "proactor/proactor.hpp"

namespace asyncio::testing {

struct LoopKind {
  std::string_view name;
  std::optional<SelectorKind> selector;  // nullopt: a proactor loop

  [[nodiscard]] std::unique_ptr<EventLoop> make(std::unique_ptr<Clock> clock = nullptr) const;
  [[nodiscard]] bool is_proactor() const noexcept { return !selector; }
  friend bool operator==(const LoopKind& kind, SelectorKind selector) noexcept {
    return kind.selector == selector;
  }
  friend std::ostream& operator<<(std::ostream& out, const LoopKind& kind) { return out << kind.name; }
};

[[nodiscard]] std::vector<LoopKind> selector_loops();
[[nodiscard]] std::vector<LoopKind> all_loops();

// The platform's proactor, and a loop over any proactor.
[[nodiscard]] std::unique_ptr<proactor_events::Proactor> make_proactor();
[[nodiscard]] std::unique_ptr<EventLoop> make_proactor_loop(
    std::unique_ptr<proactor_events::Proactor> proactor, std::unique_ptr<Clock> clock = nullptr);

inline std::string loop_name(const ::testing::TestParamInfo<LoopKind>& info) {
  return std::string(info.param.name);
}

#define FOR_EACH_SELECTOR(Suite)                                                               \
  INSTANTIATE_TEST_SUITE_P(, Suite, ::testing::ValuesIn(::asyncio::testing::selector_loops()), \
                           ::asyncio::testing::loop_name)
#define FOR_EACH_LOOP(Suite)                                                              \
  INSTANTIATE_TEST_SUITE_P(, Suite, ::testing::ValuesIn(::asyncio::testing::all_loops()), \
                           ::asyncio::testing::loop_name)

}  // namespace asyncio::testing
