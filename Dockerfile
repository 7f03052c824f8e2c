# Builds Panagrad and runs its command line:
#   docker build -t panagrad .
#   docker run --rm --read-only --tmpfs /tmp -v "$PWD:/data" panagrad train --data /data/train.csv --out /data/m.safetensors
# Any user will do, also one without a name: --user 12345:0. Limits of memory and processors are seen and kept (--memory 1g).
# What is in /tmp counts as memory: give tables that do not fit there a folder, --data-store /data.

FROM eclipse-temurin:25-jdk-noble AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends maven \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
# The image brings the distribution's OpenBLAS, so the copy for other machines is left out.
RUN mvn -B -ntp -q -pl cli -am -Dmaven.test.skip=true package \
    && rm -f cli/target/panagrad/lib/openblas-*.jar
# What unpacks Parquet files is machine code that its jars put into /tmp, from where docker's --tmpfs lets nothing be run.
RUN mkdir /opt/native && cd /opt/native \
    && case "$(uname -m)" in x86_64) zstd=amd64 ;; *) zstd="$(uname -m)" ;; esac \
    && jar xf /source/cli/target/panagrad/lib/snappy-java-*.jar "org/xerial/snappy/native/Linux/$(uname -m)/libsnappyjava.so" \
    && jar xf /source/cli/target/panagrad/lib/zstd-jni-*.jar "linux/$zstd" \
    && mkdir /source/cli/target/panagrad/native \
    && mv "org/xerial/snappy/native/Linux/$(uname -m)/libsnappyjava.so" /source/cli/target/panagrad/native \
    && mv "linux/$zstd"/libzstd-jni-*.so /source/cli/target/panagrad/native/libzstd-jni.so
# A Java runtime with only the modules that are needed: java.desktop for the charts of reports, java.naming for logback,
# jdk.jfr for Parquet files, jdk.management for memory, jdk.unsupported for signals.
RUN jlink --output /opt/java --strip-debug --no-header-files --no-man-pages --compress zip-6 \
      --add-modules java.base,java.desktop,java.logging,java.management,java.naming,java.sql,java.xml,jdk.incubator.vector,jdk.jfr,jdk.management,jdk.unsupported,jdk.zipfs

FROM ubuntu:24.04
# Charts need a font.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libopenblas0-pthread fontconfig fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home panagrad
# Java reads the names of files in this encoding.
ENV LANG=C.UTF-8
COPY --from=build /opt/java /opt/java
COPY --from=build /source/cli/target/panagrad /opt/panagrad
# Java keeps a list of fonts at home; a user without a name has none, and the root folder may be read-only.
RUN printf '%s\n' \
      '#!/bin/sh' \
      'native=/opt/panagrad/native' \
      'exec /opt/java/bin/java @/opt/panagrad/jvm.options -Duser.home=/tmp -Djava.awt.headless=true \' \
      '  -Dorg.xerial.snappy.lib.path=$native -Dorg.xerial.snappy.lib.name=libsnappyjava.so \' \
      '  -DZstdNativePath=$native/libzstd-jni.so ${PANAGRAD_JAVA_OPTS:-} \' \
      '  -jar /opt/panagrad/panagrad-cli.jar "$@"' \
      > /usr/local/bin/panagrad \
    && chmod 755 /usr/local/bin/panagrad
USER panagrad
WORKDIR /data
ENTRYPOINT ["panagrad"]
CMD ["--help"]
