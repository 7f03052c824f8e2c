package io.github.panagrad.reliability.faults;

import io.github.panagrad.reliability.faults.Faults.Kind;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** A channel to a file that is written: writing, forcing and truncating can fail. */
final class FaultyChannel extends FileChannel {
    private final FileChannel inner;

    FaultyChannel(FileChannel inner) {
        this.inner = inner;
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
        return inner.read(buffer);
    }

    @Override
    public long read(ByteBuffer[] buffers, int offset, int length) throws IOException {
        return inner.read(buffers, offset, length);
    }

    @Override
    public int read(ByteBuffer buffer, long position) throws IOException {
        return inner.read(buffer, position);
    }

    @Override
    public int write(ByteBuffer buffer) throws IOException {
        Faults.before(Kind.WRITE);
        return inner.write(buffer);
    }

    @Override
    public long write(ByteBuffer[] buffers, int offset, int length) throws IOException {
        Faults.before(Kind.WRITE);
        return inner.write(buffers, offset, length);
    }

    @Override
    public int write(ByteBuffer buffer, long position) throws IOException {
        Faults.before(Kind.WRITE);
        return inner.write(buffer, position);
    }

    @Override
    public long position() throws IOException {
        return inner.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        inner.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return inner.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        Faults.before(Kind.WRITE);
        inner.truncate(size);
        return this;
    }

    @Override
    public void force(boolean metadata) throws IOException {
        Faults.before(Kind.WRITE);
        inner.force(metadata);
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        return inner.transferTo(position, count, target);
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) throws IOException {
        Faults.before(Kind.WRITE);
        return inner.transferFrom(source, position, count);
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        return inner.map(mode, position, size);
    }

    @Override
    public MemorySegment map(MapMode mode, long offset, long size, Arena arena) throws IOException {
        return inner.map(mode, offset, size, arena);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return inner.lock(position, size, shared);
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return inner.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        inner.close();
    }
}
