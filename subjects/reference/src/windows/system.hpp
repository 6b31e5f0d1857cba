// The headers of Windows, in the order that they ask for: Winsock before windows.h.
#pragma once

#include <winsock2.h>
#include <ws2tcpip.h>

#include <windows.h>
