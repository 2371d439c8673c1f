//! Encrypts a password with the app's public key: RSA PKCS#1 v1.5 (RFC 8017 section 7.2.1), as the protocol has it.
//! WebCrypto does not offer this padding. Encryption only: decrypting it safely is the backend's business.

const INTEGER = 2, BIT_STRING = 3, SEQUENCE = 48;
/** Bytes of the smallest modulus that is taken: the protocol's own cloud has keys of 1,024 bits. */
const SMALLEST = 128, LARGEST = 1024;

/** Modulus and exponent of a PEM text: SubjectPublicKeyInfo (RFC 5280) or RSAPublicKey (RFC 8017 A.1.1). Throws where it is neither. */
const read = (pem) => {
  const [, label, body] = /-----BEGIN ((?:RSA )?PUBLIC KEY)-----([^-]+)-----END /.exec(pem);
  const der = Uint8Array.from(atob(body.replace(/\s/g, '')), (it) => it.charCodeAt(0));
  let at = 0;
  const enter = (tag) => {
    if (der[at++] !== tag) throw new TypeError('not this kind of key');
    let length = der[at++];
    if (length > 127) {
      let bytes = length - 128;
      for (length = 0; bytes > 0; bytes--) length = length * 256 + der[at++];
    }
    if (!(at + length <= der.length)) throw new TypeError('cut short');
    return length;
  };
  const integer = () => {
    const length = enter(INTEGER);
    const bytes = der.slice(at, (at += length));
    return bytes.slice(bytes.findIndex((it) => it > 0));
  };
  enter(SEQUENCE);
  if (label === 'PUBLIC KEY') {
    const algorithm = enter(SEQUENCE);
    at += algorithm;
    enter(BIT_STRING);
    at++;
    enter(SEQUENCE);
  }
  return [integer(), integer()];
};

const number = (bytes) => BigInt('0x' + Array.from(bytes, (it) => it.toString(16).padStart(2, '0')).join(''));

/** Random bytes without a zero among them. */
const filler = (length) => {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  for (let index = 0; index < length; index++) while (bytes[index] === 0) crypto.getRandomValues(bytes.subarray(index, index + 1));
  return bytes;
};

/** `message`, no longer than the key carries, encrypted: as many bytes as the modulus has, as a binary string. */
const block = (message, size, exponent, modulus) => {
  const padded = new Uint8Array(size);
  padded[1] = 2;
  padded.set(filler(size - 3 - message.length), 2);
  padded.set(message, size - message.length);
  const base = number(padded);
  let sealed = 1n;
  for (const bit of exponent.toString(2)) {
    sealed = (sealed * sealed) % modulus;
    if (bit === '1') sealed = (sealed * base) % modulus;
  }
  return sealed.toString(16).padStart(size * 2, '0').replace(/../g, (it) => String.fromCharCode(parseInt(it, 16)));
};

/** Base64 of `text`, encrypted; a long one in several blocks (`docs/protocol.md`). Throws where `pem` is no key that is taken. */
export const seal = (text, pem) => {
  const [modulus, exponent] = read(pem);
  const size = modulus.length;
  if (!(size >= SMALLEST && size <= LARGEST && exponent.length <= 8)) throw new RangeError('a key of this size is not taken');
  const message = new TextEncoder().encode(text);
  const most = size - 11;
  let sealed = '';
  for (let at = 0; at === 0 || at < message.length; at += most) {
    sealed += block(message.subarray(at, at + most), size, number(exponent), number(modulus));
  }
  return btoa(sealed);
};
