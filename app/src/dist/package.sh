#!/bin/sh
# Makes target/countersign-<version>-<os>-<arch>.tar.gz: program, its own runtime, licences, checksums.
# usage: package.sh VERSION JAVA_HOME (run in app/, after the jars are there)
set -eu
version=$1
java_home=$2
[ -x "$java_home/bin/jlink" ] && [ "$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$java_home/release")" -ge 25 ] || {
    echo "The archive carries the JDK that Maven runs on, which must be 25 or newer with its jlink: set JAVA_HOME; it is $java_home" >&2
    exit 1
}
os=$(uname -s | tr '[:upper:]' '[:lower:]')
arch=$(uname -m)
name=countersign-$version-$os-$arch
dist=target/dist/$name
# What the class path uses, and the modules that are found by name only: elliptic curves, zip files,
# monitoring; and the HTTP server of the listener.
modules=java.se,jdk.httpserver,jdk.unsupported,jdk.crypto.ec,jdk.zipfs,jdk.management,jdk.management.agent,jdk.net,jdk.security.auth,jdk.security.jgss,jdk.charsets,jdk.localedata,jdk.naming.dns

rm -rf target/dist
mkdir -p "$dist/lib" "$dist/notices"
# A JDK without jmods links from its own run-time image (JEP 493), where it was built for that.
"$java_home/bin/jlink" $([ -d "$java_home/jmods" ] && printf '%s %s' --module-path "$java_home/jmods") --add-modules "$modules" --include-locales=en \
    --strip-debug --no-header-files --no-man-pages --compress=zip-6 --output "$dist/runtime"
cp target/countersign-app.jar target/lib/*.jar "$dist/lib/"
cp src/dist/countersign "$dist/countersign"
cp ../LICENSE "$dist/LICENSE"
for jar in target/lib/*.jar; do
    notices=$dist/notices/$(basename "$jar" .jar)
    mkdir -p "$notices"
    if command -v unzip >/dev/null 2>&1; then
        unzip -qq -o "$jar" 'META-INF/LICENSE*' 'META-INF/NOTICE*' 'META-INF/*/LICENSE*' 'LICENSE*' 'NOTICE*' \
            -d "$notices" 2>/dev/null || true
    else
        (cd "$notices" && "$java_home/bin/jar" --extract --file "$OLDPWD/$jar" META-INF/LICENSE META-INF/LICENSE.txt \
            META-INF/NOTICE META-INF/NOTICE.txt LICENSE NOTICE) 2>/dev/null || true
    fi
    rmdir "$notices" 2>/dev/null || true
done
# The training run of the cache for fast starts; without it the program starts all the same.
classpath=$dist/lib/countersign-app.jar
for jar in "$dist"/lib/*.jar; do
    [ "$jar" = "$dist/lib/countersign-app.jar" ] || classpath=$classpath:$jar
done
"$dist/runtime/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseSerialGC \
    -Dfile.encoding=UTF-8 "-XX:AOTCacheOutput=$dist/lib/countersign.aot" -cp "$classpath" \
    io.countersign.app.Countersign warm-up || rm -f "$dist/lib/countersign.aot"
if command -v sha256sum >/dev/null 2>&1; then sum=sha256sum; else sum='shasum -a 256'; fi
(cd "$dist" && find . -type f ! -name SHA256SUMS -print | LC_ALL=C sort | xargs $sum >../SHA256SUMS && mv ../SHA256SUMS .)
tar -C target/dist -czf "target/$name.tar.gz" "$name"
(cd target && $sum "$name.tar.gz" >"$name.tar.gz.sha256")
echo "target/$name.tar.gz"
