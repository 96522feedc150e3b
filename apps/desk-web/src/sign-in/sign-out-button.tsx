import { useMizan, useSignOut } from '../mizan/index.js';
import { shownByHook } from '../parts/shown-by-hook.js';

export function SignOutButton() {
  const mizan = useMizan();
  const signOut = useSignOut();
  const leave = () => {
    signOut.mutate().then(() => mizan.reset(), shownByHook);
  };
  return (
    <button type="button" className="quiet" onClick={leave} disabled={signOut.isPending}>
      Sign out
    </button>
  );
}
