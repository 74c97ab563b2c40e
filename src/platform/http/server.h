// The HTTP/1.1 server: Boost.Beast coroutines at the socket, plain synchronous handlers on worker threads.
// This header and server.cpp are the only door to Beast and Asio; nobody else may include them.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "platform/http/message.h"

namespace tenzij::http {

struct ServerSettings {
  std::string address = "127.0.0.1";
  unsigned short port = 8080;  // 0 takes a free one
  unsigned io_threads = 1;
  unsigned workers = 8;       // they mostly wait for the database
  bool behind_proxy = false;  // believe X-Forwarded-For, X-Forwarded-Proto and X-Forwarded-Host
  // Names this server answers to besides loopback and its address. A page elsewhere that lets its own name point here
  // (DNS rebinding) is refused with 421.
  std::vector<std::string> hosts{};
};

// Runs on a worker thread; must not throw (the router turns every error into an answer).
using Dispatch = std::function<Response(Request&)>;
// Largest body for this method and path, known before the body is read.
using BodyLimit = std::function<std::size_t(Method, std::string_view path)>;
// The answer to what never becomes a request: broken syntax, too large, too slow.
using Refusal = std::function<Response(int status, const std::string& code)>;

class Server {
 public:
  Server(const ServerSettings& settings, Dispatch dispatch, BodyLimit body_limit, Refusal refusal);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  Server(Server&&) = delete;
  Server& operator=(Server&&) = delete;
  ~Server();

  [[nodiscard]] unsigned short port() const;
  // Stops listening, lets running requests finish (limits::shutdown_grace), ends event streams.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tenzij::http
