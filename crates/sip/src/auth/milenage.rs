//! MILENAGE (3GPP TS 35.206): how a SIM and its home network prove themselves to each other by a key.

use aes::Aes128;
use aes::cipher::{BlockCipherEncrypt, KeyInit};
use domain::sim::{Operator, SimKey};

type Block = [u8; 16];

/// One SIM's functions.
pub struct Milenage {
    cipher: Aes128,
    opc: Block,
}

/// What f2, f5 and f5* say of a challenge.
pub struct Answers {
    pub res: [u8; 8],
    /// Hides the sequence number from listeners …
    pub anonymity: [u8; 6],
    /// … and where the SIM says its own.
    pub anonymity_back: [u8; 6],
}

/// What f1 and f1* say of a challenge.
pub struct Marks {
    /// The network's.
    pub network: [u8; 8],
    /// The SIM's, where it says its own sequence number.
    pub sim: [u8; 8],
}

impl Milenage {
    pub fn new(key: &SimKey) -> Milenage {
        let mut milenage = Milenage { cipher: Aes128::new(&key.k.into()), opc: [0; 16] };
        milenage.opc = match key.operator {
            Operator::Opc(opc) => opc,
            Operator::Op(op) => xor(milenage.encrypted(op), op),
        };
        milenage
    }

    /// f1 and f1* (§4.1): under a sequence number and the management field.
    pub fn marks(&self, rand: &Block, sequence: [u8; 6], amf: [u8; 2]) -> Marks {
        let mut said = [0; 16];
        for half in [0, 8] {
            said[half..half + 6].copy_from_slice(&sequence);
            said[half + 6..half + 8].copy_from_slice(&amf);
        }
        let out = self.out(xor(self.temp(rand), turned(xor(said, self.opc), 8)), 0);
        Marks { network: part(&out, 0), sim: part(&out, 8) }
    }

    /// f2, f5 and f5*.
    pub fn answers(&self, rand: &Block) -> Answers {
        let temp = xor(self.temp(rand), self.opc);
        let (second, fifth) = (self.out(temp, 1), self.out(turned(temp, 12), 8));
        Answers { res: part(&second, 8), anonymity: part(&second, 0), anonymity_back: part(&fifth, 0) }
    }

    fn temp(&self, rand: &Block) -> Block {
        self.encrypted(xor(*rand, self.opc))
    }

    /// The last step of every function, with its constant.
    fn out(&self, mut block: Block, constant: u8) -> Block {
        block[15] ^= constant;
        xor(self.encrypted(block), self.opc)
    }

    fn encrypted(&self, block: Block) -> Block {
        let mut block = block.into();
        self.cipher.encrypt_block(&mut block);
        block.into()
    }
}

fn xor(a: Block, b: Block) -> Block {
    std::array::from_fn(|at| a[at] ^ b[at])
}

/// Turned to the left by so many octets.
fn turned(mut block: Block, octets: usize) -> Block {
    block.rotate_left(octets);
    block
}

fn part<const N: usize>(block: &Block, from: usize) -> [u8; N] {
    std::array::from_fn(|at| block[from + at])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hexed<const N: usize>(text: &str) -> [u8; N] {
        hex::decode(text).unwrap().try_into().unwrap()
    }

    /// 3GPP TS 35.208 §4.3: sets 1, 3 and 4.
    #[test]
    fn the_sets_of_the_standard() {
        for [k, rand, sequence, amf, op, opc, f1, f1_back, f2, f5, f5_back] in [
            [
                "465b5ce8b199b49faa5f0a2ee238a6bc",
                "23553cbe9637a89d218ae64dae47bf35",
                "ff9bb4d0b607",
                "b9b9",
                "cdc202d5123e20f62b6d676ac72cb318",
                "cd63cb71954a9f4e48a5994e37a02baf",
                "4a9ffac354dfafb3",
                "01cfaf9ec4e871e9",
                "a54211d5e3ba50bf",
                "aa689c648370",
                "451e8beca43b",
            ],
            [
                "fec86ba6eb707ed08905757b1bb44b8f",
                "9f7c8d021accf4db213ccff0c7f71a6a",
                "9d0277595ffc",
                "725c",
                "dbc59adcb6f9a0ef735477b7fadf8374",
                "1006020f0a478bf6b699f15c062e42b3",
                "9cabc3e99baf7281",
                "95814ba2b3044324",
                "8011c48c0c214ed2",
                "33484dc2136b",
                "deacdd848cc6",
            ],
            [
                "9e5944aea94b81165c82fbf9f32db751",
                "ce83dbc54ac0274a157c17f80d017bd6",
                "0b604a81eca8",
                "9e09",
                "223014c5806694c007ca1eeef57f004f",
                "a64a507ae1a2a98bb88eb4210135dc87",
                "74a58220cba84c49",
                "ac2cc74a96871837",
                "f365cd683cd92e96",
                "f0b9c08ad02e",
                "6085a86c6f63",
            ],
        ] {
            for operator in [Operator::Op(hexed(op)), Operator::Opc(hexed(opc))] {
                let milenage = Milenage::new(&SimKey { k: hexed(k), operator, amf: hexed(amf) });
                let marks = milenage.marks(&hexed(rand), hexed(sequence), hexed(amf));
                assert_eq!((marks.network, marks.sim), (hexed(f1), hexed(f1_back)), "{k}");
                let answers = milenage.answers(&hexed(rand));
                assert_eq!(
                    (answers.res, answers.anonymity, answers.anonymity_back),
                    (hexed(f2), hexed(f5), hexed(f5_back)),
                    "{k}"
                );
            }
        }
    }
}
