// What a host of 1982 writes: the lines that it puts on a letter, and the note that a letter is lost. RFC 821
// 3.6 and 4.1.1 (time stamp line, return path line), RFC 822. No MIME, no enhanced codes, no reports.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "mail/address.h"
#include "mail/date.h"
#include "mta/queue.h"

namespace mta {

/// "23 Nov 26 20:36:19 UT": the year has two digits (RFC 822 5.1).
std::string date_1982(mail::UnixSeconds when);

/// "Received: from GHI.ARPA by JKL.ARPA ; 27 Oct 81 15:27:39 UT\r\n". What the peer said is made harmless.
std::string received_1982(std::string_view from, std::string_view by, mail::UnixSeconds when);

/// "Return-Path: <@GHI.ARPA,@DEF.ARPA:JOE@ABC.ARPA>\r\n"
std::string return_path_1982(const std::vector<std::string>& route,
                             const std::optional<mail::Address>& reverse_path);

/// The letter to whoever sent what could not be delivered (RFC 821 3.6): what was said about whom, and by
/// whom. Requires: the mail has a reverse-path; failures is not empty.
std::string undeliverable_1982(std::string_view host, const QueuedMail& mail, const mail::Address& to,
                               const std::vector<Owed>& failures, mail::UnixSeconds now);

}  // namespace mta
