# digest.sh, read by export.sh and unpack.sh: "digest" prints the SHA-256 of its standard input. OpenSSL has it three times as
# fast as coreutils.
if command -v openssl > /dev/null; then
    digest() { openssl dgst -sha256 -r | cut -c 1-64; }
else
    digest() { sha256sum | cut -c 1-64; }
fi
