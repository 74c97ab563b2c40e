// What goes wrong for a caller: a status, a code that names the message, and every wrong field at once.
// The texts live in knowledge/messages/<language>.json; http/problem.cpp puts them into RFC 9457 form.
#pragma once

#include <chrono>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace tenzij {

// Values for the {placeholders} of a message, by name.
using MessageArgs = std::vector<std::pair<std::string, std::string>>;

struct FieldError {
  std::string pointer;  // JSON pointer into the body ("/title") or "?name" for a query parameter
  std::string code;     // key of the message
  MessageArgs args{};
};

class Error : public std::runtime_error {
 public:
  Error(int status, std::string code, MessageArgs args = {}, std::vector<FieldError> fields = {});
  Error(const Error&);
  Error(Error&&) noexcept;
  Error& operator=(const Error&);
  Error& operator=(Error&&) noexcept;
  ~Error() override;

  [[nodiscard]] int status() const { return status_; }
  [[nodiscard]] const std::string& code() const { return code_; }
  [[nodiscard]] const MessageArgs& args() const { return args_; }
  [[nodiscard]] const std::vector<FieldError>& fields() const { return fields_; }
  // When it is worth trying again: the Retry-After of the answer.
  [[nodiscard]] const std::optional<std::chrono::seconds>& retry_after() const { return retry_after_; }
  Error& retry_after(std::chrono::seconds wait) {
    retry_after_ = wait;
    return *this;
  }

 private:
  int status_;  // HTTP status
  std::string code_;
  MessageArgs args_;
  std::vector<FieldError> fields_;
  std::optional<std::chrono::seconds> retry_after_{};
};

Error bad_request(std::vector<FieldError> fields);
Error bad_field(std::string pointer, std::string code, MessageArgs args = {});
Error not_found();
Error conflict(std::string code, MessageArgs args = {});

}  // namespace tenzij
