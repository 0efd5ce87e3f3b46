// Pictures of a test's own making: whole ones, with metadata, and what only says that it is one.
import { deflateSync } from 'node:zlib';

const crcs = Array.from({ length: 256 }, (_, n) => { for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1; return n >>> 0; });
const crc = (bytes) => { let c = 0xffffffff; for (const byte of bytes) c = crcs[(c ^ byte) & 255] ^ (c >>> 8); return (c ^ 0xffffffff) >>> 0; };
const u32 = (number) => { const out = Buffer.alloc(4); out.writeUInt32BE(number); return out; };
const u16 = (number) => { const out = Buffer.alloc(2); out.writeUInt16BE(number); return out; };

export function chunk(type, body) {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  return Buffer.concat([u32(body.length), named, u32(crc(named))]);
}

/// A PNG of one colour; `more` are chunks before its pixels. `claimed` is the size that it says, if it lies.
export function png(width, height, { more = [], claimed = [width, height], trailer = '' } = {}) {
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, 0x80)]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', Buffer.concat([u32(claimed[0]), u32(claimed[1]), Buffer.from([8, 2, 0, 0, 0])])),
    ...more, chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0)), Buffer.from(trailer)]);
}

export const textChunk = (text) => chunk('tEXt', Buffer.from(`Comment\0${text}`));

/// The smallest baseline JPEG, 16 by 8, grey; with an EXIF block that says where it was taken and how it is to be turned. `claimed` is the size
/// that it says, if it lies; `fill` are bytes before its frame, which the format allows.
export function jpeg({ secret = '', orientation = 1, exif = true, claimed = [16, 8], fill = [] } = {}) {
  const segment = (marker, body) => Buffer.concat([Buffer.from([0xff, marker]), u16(body.length + 2), body]);
  const tiff = Buffer.concat([Buffer.from('MM\0*', 'latin1'), u32(8), u16(1), u16(0x0112), u16(3), u32(1), u16(orientation), u16(0), u32(0), Buffer.from(secret)]);
  const quantization = segment(0xdb, Buffer.concat([Buffer.from([0]), Buffer.alloc(64, 16)]));
  const frame = segment(0xc0, Buffer.concat([Buffer.from([8]), u16(claimed[1]), u16(claimed[0]), Buffer.from([1, 1, 0x11, 0])]));
  // One code each: DC category 0, AC end of block; so each block is the two bits 0 0.
  const table = (kind) => segment(0xc4, Buffer.from([kind, 1, ...Array(15).fill(0), 0]));
  const scan = Buffer.concat([segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])), Buffer.from([0x0f])]);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), ...(exif ? [segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]))] : []),
    ...(secret ? [segment(0xfe, Buffer.from(secret))] : []), quantization, Buffer.from(fill), frame, table(0), table(0x10), scan, Buffer.from([0xff, 0xd9]), Buffer.from(secret)]);
}

/// A GIF of one pixel, with a comment; or one whose frame is larger than it says of itself.
export const gif = (comment = '', frame = [1, 1]) => Buffer.concat([Buffer.from('GIF89a\x01\0\x01\0\x80\0\0', 'latin1'), Buffer.from([0, 0, 0, 255, 255, 255]),
  ...(comment ? [Buffer.from([0x21, 0xfe, comment.length]), Buffer.from(comment), Buffer.from([0])] : []),
  Buffer.from([0x2c, 0, 0, 0, 0, frame[0] & 255, frame[0] >> 8, frame[1] & 255, frame[1] >> 8, 0, 2, 2, 0x44, 1, 0, 0x3b])]);

/// The smallest lossless WebP, one pixel.
export const webp = () => Buffer.from('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==', 'base64');
