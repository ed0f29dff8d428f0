//! The little linear algebra that curves need: matrices of a few columns, row by row.

use libm::{fabs, sqrt};

/// A matrix, row by row.
#[derive(Debug, Clone)]
pub struct Matrix {
    /// Columns.
    pub columns: usize,
    /// The rows, one after the other.
    pub cells: Vec<f64>,
}

impl Matrix {
    /// The rows.
    pub fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.cells.chunks(self.columns)
    }

    /// The matrix with its columns made orthonormal, from left to right (Gram & Schmidt, twice for the digits).
    pub fn orthonormal(mut self) -> Self {
        for column in 0..self.columns {
            for _ in 0..2 {
                for before in 0..column {
                    let overlap: f64 = self.rows().map(|row| row[column] * row[before]).sum();
                    for row in self.cells.chunks_mut(self.columns) {
                        row[column] -= overlap * row[before];
                    }
                }
            }
            let length = sqrt(self.rows().map(|row| row[column] * row[column]).sum());
            for row in self.cells.chunks_mut(self.columns) {
                row[column] /= length;
            }
        }
        self
    }
}

/// Solves a·x = b for square `a`, by elimination with pivots. An unknown that nothing determines is 0.
pub fn solve(mut a: Matrix, mut b: Vec<f64>) -> Vec<f64> {
    const NOTHING: f64 = 1e-300;
    let n = a.columns;
    for i in 0..n {
        let pivot =
            (i..n).fold(
                i,
                |best, row| {
                    if fabs(a.cells[row * n + i]) > fabs(a.cells[best * n + i]) { row } else { best }
                },
            );
        if pivot != i {
            (0..n).for_each(|c| a.cells.swap(i * n + c, pivot * n + c));
            b.swap(i, pivot);
        }
        if fabs(a.cells[i * n + i]) < NOTHING {
            continue;
        }
        for row in i + 1..n {
            let factor = a.cells[row * n + i] / a.cells[i * n + i];
            for c in i..n {
                a.cells[row * n + c] -= factor * a.cells[i * n + c];
            }
            b[row] -= factor * b[i];
        }
    }
    let mut x = vec![0.0; n];
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|c| a.cells[i * n + c] * x[c]).sum();
        let pivot = a.cells[i * n + i];
        x[i] = if fabs(pivot) < NOTHING { 0.0 } else { (b[i] - known) / pivot };
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_solved() {
        let a = Matrix { columns: 2, cells: vec![0.0, 2.0, 4.0, 2.0] };
        assert_eq!(solve(a, vec![6.0, 10.0]), [1.0, 3.0]);
    }

    #[test]
    fn columns_become_orthonormal() {
        let q = Matrix { columns: 2, cells: vec![1.0, 0.0, 1.0, 1.0, 1.0, 2.0] }.orthonormal();
        let product = |a: usize, b: usize| q.rows().map(|row| row[a] * row[b]).sum::<f64>();
        assert!(fabs(product(0, 0) - 1.0) < 1e-15 && fabs(product(1, 1) - 1.0) < 1e-15);
        assert!(fabs(product(0, 1)) < 1e-15);
    }
}
