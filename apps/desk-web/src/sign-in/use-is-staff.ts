import { useCurrentUser } from '../mizan/index.js';

/** Whether to offer what only the team may do. The server decides; this only spares a refusal. */
export function useIsStaff(): boolean {
  const user = useCurrentUser();
  return user?.role === 'agent' || user?.role === 'admin';
}
