// One lambda a kind: std::visit over a closed variant that does not compile when a kind is forgotten.
#pragma once

namespace base {

template <class... Lambdas>
struct overloaded : Lambdas... {
    using Lambdas::operator()...;
};
template <class... Lambdas>
overloaded(Lambdas...) -> overloaded<Lambdas...>;

}  // namespace base
