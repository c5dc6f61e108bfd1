// One of the ways to change the announcement, or what there is of it.
import type { ReactNode } from 'react';
import styles from './AnnouncementPage.module.css';

export function Part({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <section className={styles.part}>
      <h2>{title}</h2>
      {hint && <p className={styles.soft}>{hint}</p>}
      {children}
    </section>
  );
}
