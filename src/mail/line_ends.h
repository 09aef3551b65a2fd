// A message file becomes the octets that SMTP carries: lines end with CRLF (RFC 5321 2.3.8). A file of LF
// only is a text file of this machine and is converted; a mixed file is kept, for its bare LF is what
// somebody wants to show. Whatever was changed or left is said. Knows no files: it is handed their octets.
#pragma once
#include <string>
#include <vector>

namespace mail {

struct Imported {
    std::string octets;
    std::vector<std::string> notes;  // one sentence each; empty: taken as it was
};

/// No CRLF at all: each LF becomes CRLF. Else bare LF is kept. A missing last line end is added.
/// An empty file stays empty.
Imported import_line_ends(std::string file_octets);

}  // namespace mail
