// Boost.JSON is compiled once, here; everybody else includes its declarations only.
#include <boost/json/src.hpp>
