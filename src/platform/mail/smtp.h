// SMTP by libcurl: one line to a mail server, kept open between letters. Blocking; for the sender's own thread.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "platform/mail/mail.h"

namespace tenzij::mail {

// sent: the server has taken it. later: not this one, not now (4xx, or the line broke in the middle). refused: nobody is at this
// address. bounced: not this letter, ever. away: no letter can be sent now (no line, no TLS, no sign-in, sender not allowed).
enum class Fate { sent, later, refused, bounced, away };

struct Outcome {
  Fate fate = Fate::away;
  std::string reason{};  // what the server said last, or what libcurl says is wrong
};

// From what was last said by us ("RCPT") and by the server ("550 5.1.1 ..."; empty: it fell silent).
Fate fate_of(std::string_view asked, std::string_view answer);

class Line {
 public:
  explicit Line(const Service& service);
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;
  Line(Line&&) = delete;
  Line& operator=(Line&&) = delete;
  ~Line();

  // `give_up` ends it early, from another thread.
  Outcome send(const std::string& to, const std::string& content, const std::atomic<bool>& give_up);

 private:
  struct Handle;
  std::unique_ptr<Handle> handle_;
};

}  // namespace tenzij::mail
