#include "callbacks.hpp"

#include "exceptions.hpp"
#include "scenario.hpp"

namespace reference_subject {

NamedCallback::NamedCallback(LoopContext& context, const Step& step, std::string_view parameter)
    : context_(context), arguments_(step.list("args")) {
  const Json& given = step.raw(parameter);
  if (given.is_string()) {
    name_ = given.get<std::string>();
    return;
  }
  if (!given.is_object() || !given.value("name", Json()).is_string()) {
    step.refuse(parameter, "a name or an object with a name");
  }
  name_ = given.at("name").get<std::string>();
  if (const auto steps = given.find("do"); steps != given.end() && !steps->is_null()) {
    if (!steps->is_array()) {
      step.refuse(parameter, "an object whose 'do' is a list");
    }
    steps_ = steps->get<std::vector<Json>>();
  }
  if (const auto raises = given.find("raise"); raises != given.end() && !raises->is_null()) {
    if (!raises->is_string()) {
      step.refuse(parameter, "an object whose 'raise' is a string");
    }
    raises_ = raises->get<std::string>();
  }
}

void NamedCallback::operator()() const {
  Json data = Json::object();
  if (!arguments_.empty()) {
    data["args"] = arguments_;
  }
  try {
    data["loop_time"] = std::chrono::duration<double>(context_.loop().time()).count();
  } catch (const std::exception&) {
    // A loop without a clock is seen by the step "time".
  }
  happen(std::move(data));
}

void NamedCallback::handle(const asyncio::ExceptionContext& error) const {
  happen({{"message", error.message}, {"exception", exception_or_null(error.exception)}});
}

void NamedCallback::happen(Json data) const {
  Scenario& scenario = context_.scenario();
  if (scenario.log().sealed()) {
    return;
  }
  scenario.log().log(name_, std::move(data));
  for (const Json& step : steps_) {
    scenario.perform_step(context_, step);
  }
  if (!raises_.empty()) {
    raise_by_name(raises_);
  }
}

}  // namespace reference_subject
