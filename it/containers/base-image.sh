#!/bin/bash
# base-image.sh DIRECTORY TAG
# Makes a base image without a registry, from what this machine has: a runtime by jlink, bash, busybox and glibc. Needs
# a JDK in JAVA_HOME, Debian's busybox-static, and an engine (DOCKER_HOST). DIRECTORY is made anew.
set -euo pipefail
jdk=${JAVA_HOME:?a JDK 25}
root=${1:?usage: $0 DIRECTORY TAG}
tag=${2:?usage: $0 DIRECTORY TAG}
modules=java.se,jdk.crypto.ec,jdk.httpserver,jdk.management,jdk.naming.dns,jdk.net,jdk.security.auth,jdk.unsupported,jdk.zipfs

rm -rf --one-file-system "$root"
mkdir -p "$root"/{bin,dev,etc,home/app,lib,lib64,opt,proc,root,run,sys,tmp,usr/bin,var/tmp}
chmod 1777 "$root/tmp" "$root/var/tmp"
"$jdk/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --output "$root/opt/java"
cp /bin/bash /bin/busybox "$root/bin/"
for applet in $(/bin/busybox --list); do
  [ -e "$root/bin/$applet" ] || ln -s busybox "$root/bin/$applet"
done
ln -s /bin/env "$root/usr/bin/env"
ln -s /opt/java/bin/java "$root/usr/bin/java"

# The shared libraries of all this, under their paths on this machine.
for binary in "$root/bin/bash" "$root/opt/java/bin/java" "$root"/opt/java/lib/*.so "$root/opt/java/lib/server/libjvm.so"; do
  LD_LIBRARY_PATH="$root/opt/java/lib:$root/opt/java/lib/server" ldd "$binary" 2>/dev/null |
    grep -oE '(=> )?/[^ ]+' | sed 's/^=> //' | grep -v "^$root" || true
done | sort -u | while read -r library; do
  mkdir -p "$root$(dirname "$library")"
  cp -L "$library" "$root$library"
done
# What ldd does not show: name lookup, and what ending a thread needs.
libraries=$(dirname "$(ldd /bin/bash | grep -oE '/[^ ]*/libc\.so\.6')")
for library in libresolv.so.2 libnss_files.so.2 libnss_dns.so.2 libgcc_s.so.1; do
  [ ! -e "$libraries/$library" ] || cp -L "$libraries/$library" "$root$libraries/$library"
done

printf 'root:x:0:0:root:/root:/bin/bash\napp:x:10001:10001::/home/app:/bin/false\n' > "$root/etc/passwd"
printf 'root:x:0:\napp:x:10001:\n' > "$root/etc/group"
echo 'hosts: files dns' > "$root/etc/nsswitch.conf"
chown -R 10001:10001 "$root/home/app"
tar --numeric-owner -C "$root" -c . |
  docker import -c 'ENV PATH=/opt/java/bin:/usr/bin:/bin JAVA_HOME=/opt/java LANG=C.UTF-8' -c 'CMD ["/bin/bash"]' - "$tag"
