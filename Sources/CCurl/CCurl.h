// The part of libcurl that Herd uses, loaded when the first https backend is there: neither building nor starting needs it.
// What is declared here is of libcurl's binary interface, which is promised to stay; a test compares it with the library.
// The options' calls are variadic, which Swift cannot call: one wrapper for each type of value.
#ifndef HERD_CCURL_H
#define HERD_CCURL_H

#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>

enum herd_curl_code {
    HERD_CURL_OK = 0,
    HERD_CURL_COULDNT_CONNECT = 7,
    HERD_CURL_SSL_CONNECT_ERROR = 35,
    HERD_CURL_PEER_FAILED_VERIFICATION = 60,
    HERD_CURL_SSL_CACERT_BADFILE = 77,
    HERD_CURL_AGAIN = 81
};

enum herd_curl_option {
    HERD_CURL_SSLVERSION = 32,
    HERD_CURL_SSL_VERIFYPEER = 64,
    HERD_CURL_SSL_VERIFYHOST = 81,
    HERD_CURL_HTTP_VERSION = 84,
    HERD_CURL_NOSIGNAL = 99,
    HERD_CURL_CONNECT_ONLY = 141,
    HERD_CURL_URL = 10002,
    HERD_CURL_PROXY = 10004,
    HERD_CURL_ERRORBUFFER = 10010,
    HERD_CURL_CAINFO = 10065,
    HERD_CURL_CAPATH = 10097,
    HERD_CURL_OPENSOCKETDATA = 10164,
    HERD_CURL_CONNECT_TO = 10243,
    HERD_CURL_OPENSOCKETFUNCTION = 20163,
    HERD_CURL_CLOSESOCKETFUNCTION = 20208
};

enum herd_curl_value {
    HERD_CURL_ERROR_SIZE = 256,
    HERD_CURL_GLOBAL_ALL = 3,
    HERD_CURL_HTTP_VERSION_1_1 = 2,
    HERD_CURL_SSLVERSION_TLSv1_2 = 6
};

enum herd_curl_info { HERD_CURL_SSL_VERIFYRESULT = 0x200000 + 13, HERD_CURL_OS_ERRNO = 0x200000 + 25 };

// Of CURLMsg.
struct herd_curl_message {
    int message;
    void *easy;
    union {
        void *whatever;
        int result;
    } data;
};

// The beginning of curl_version_info_data, as of its seventh age.
struct herd_curl_version {
    int age;
    const char *version;
    unsigned int version_number;
    const char *host;
    int features;
    const char *ssl_version;
    long ssl_version_number;
    const char *libz_version;
    const char *const *protocols;
    const char *ares;
    int ares_number;
    const char *libidn;
    int iconv_number;
    const char *libssh_version;
    unsigned int brotli_number;
    const char *brotli_version;
    unsigned int nghttp2_number;
    const char *nghttp2_version;
    const char *quic_version;
    const char *cainfo;
    const char *capath;
};

struct herd_curl {
    int (*global_init)(long);
    const struct herd_curl_version *(*version_info)(int);
    void *(*easy_init)(void);
    int (*easy_setopt)(void *, int, ...);
    int (*easy_getinfo)(void *, int, ...);
    int (*easy_send)(void *, const void *, size_t, size_t *);
    int (*easy_recv)(void *, void *, size_t, size_t *);
    const char *(*easy_strerror)(int);
    void (*easy_cleanup)(void *);
    void *(*multi_init)(void);
    int (*multi_add_handle)(void *, void *);
    int (*multi_remove_handle)(void *, void *);
    int (*multi_perform)(void *, int *);
    int (*multi_timeout)(void *, long *);
    struct herd_curl_message *(*multi_info_read)(void *, int *);
    int (*multi_cleanup)(void *);
    void *(*slist_append)(void *, const char *);
    void (*slist_free_all)(void *);
};

// One when all of it is there.
static inline int herd_curl_find(struct herd_curl *curl, void *library) {
#define HERD_FIND(name) (*(void **)&curl->name = dlsym(library, "curl_" #name))
    return HERD_FIND(global_init) && HERD_FIND(version_info) && HERD_FIND(easy_init) && HERD_FIND(easy_setopt)
        && HERD_FIND(easy_getinfo) && HERD_FIND(easy_send) && HERD_FIND(easy_recv) && HERD_FIND(easy_strerror)
        && HERD_FIND(easy_cleanup) && HERD_FIND(multi_init) && HERD_FIND(multi_add_handle)
        && HERD_FIND(multi_remove_handle) && HERD_FIND(multi_perform) && HERD_FIND(multi_timeout)
        && HERD_FIND(multi_info_read) && HERD_FIND(multi_cleanup) && HERD_FIND(slist_append)
        && HERD_FIND(slist_free_all);
#undef HERD_FIND
}

static inline int herd_curl_set_long(const struct herd_curl *curl, void *easy, int option, long value) {
    return curl->easy_setopt(easy, option, value);
}

static inline int herd_curl_set_text(const struct herd_curl *curl, void *easy, int option, const char *value) {
    return curl->easy_setopt(easy, option, value);
}

static inline int herd_curl_set_pointer(const struct herd_curl *curl, void *easy, int option, void *value) {
    return curl->easy_setopt(easy, option, value);
}

static inline long herd_curl_get_long(const struct herd_curl *curl, void *easy, int info) {
    long value = 0;
    return curl->easy_getinfo(easy, info, &value) == HERD_CURL_OK ? value : 0;
}

static inline int herd_curl_give_socket(void *descriptor, int purpose, void *address) {
    (void)purpose;
    (void)address;
    return (int)(intptr_t)descriptor;
}

static inline int herd_curl_keep_socket(void *client, int descriptor) {
    (void)client;
    (void)descriptor;
    return 0;
}

// Has libcurl connect a socket that is and stays the caller's.
static inline int herd_curl_lend_socket(const struct herd_curl *curl, void *easy, int descriptor) {
    int code = curl->easy_setopt(easy, HERD_CURL_OPENSOCKETFUNCTION, herd_curl_give_socket);
    if (code == HERD_CURL_OK) code = curl->easy_setopt(easy, HERD_CURL_OPENSOCKETDATA, (void *)(intptr_t)descriptor);
    if (code == HERD_CURL_OK) code = curl->easy_setopt(easy, HERD_CURL_CLOSESOCKETFUNCTION, herd_curl_keep_socket);
    return code;
}

#endif
